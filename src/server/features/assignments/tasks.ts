import { z } from 'zod'
import type { TaskHandler } from '#server/platform/feature.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'
import { knowNewestContent } from './content-hashes.ts'
import { expireAssignment } from './expire-assignment.ts'
import { remind } from './remind.ts'
import { sealSubmission } from './seal-submission.ts'

const about = z.object({ assignment_id: z.string() })
const reminder = about.extend({ which: z.enum(['half_time', 'two_hours']) })

export const tasks: Record<string, TaskHandler> = {
  'assignment.seal': async (ctx, payload) => again(await sealSubmission(ctx, about.parse(payload).assignment_id)),
  'assignment.hash': (ctx, payload) => knowNewestContent(ctx, about.parse(payload).assignment_id),
  'assignment.expire': (ctx, payload) => expireAssignment(ctx, about.parse(payload).assignment_id),
  'assignment.remind': async (ctx, payload) => {
    const { assignment_id, which } = reminder.parse(payload)
    again(await remind(ctx, assignment_id, which))
  },
}

function again(seconds: number | null) {
  if (seconds) throw new RunAgain(seconds)
}
