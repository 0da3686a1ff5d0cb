import { z } from 'zod'
import type { TaskHandler } from '#server/platform/feature.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'
import { knowNewestContent } from './content-hashes.ts'
import { expireAssignment } from './expire-assignment.ts'
import { hostedTasks } from './hosted-tasks.ts'
import { removePractice } from './open-practice.ts'
import { againOnTrouble } from './provider.ts'
import { remindOfPlan } from './plan-start.ts'
import { remind } from './remind.ts'
import { scanPush } from './scan-push.ts'
import { sealSubmission } from './seal-submission.ts'
import { knowAllPushes } from './sync-pushes.ts'
import { warmSubmission } from './warm.ts'

const about = z.object({ assignment_id: z.string() })
const afterPush = about.extend({ push_id: z.string().optional() })
const reminder = about.extend({ which: z.enum(['half_time', 'two_hours']) })

export const tasks: Record<string, TaskHandler> = {
  ...hostedTasks,
  'assignment.seal': async (ctx, payload) => {
    const { assignment_id } = about.parse(payload)
    await againOnTrouble(async () => again(await knowAllPushes(ctx, assignment_id)))
    again(await sealSubmission(ctx, assignment_id))
  },
  'assignment.hash': async (ctx, payload) => {
    const { assignment_id, push_id } = afterPush.parse(payload)
    await knowNewestContent(ctx, assignment_id)
    if (push_id) await scanPush(ctx, push_id)
  },
  'submission.warm': (ctx, payload) => warmSubmission(ctx, z.object({ submission_id: z.string() }).parse(payload).submission_id),
  'assignment.planned': (ctx, payload) => remindOfPlan(ctx, about.parse(payload).assignment_id),
  'assignment.expire': (ctx, payload) => expireAssignment(ctx, about.parse(payload).assignment_id),
  'practice.remove': async (ctx, payload) => again(await removePractice(ctx, about.parse(payload).assignment_id)),
  'assignment.remind': async (ctx, payload) => {
    const { assignment_id, which } = reminder.parse(payload)
    again(await remind(ctx, assignment_id, which))
  },
}

function again(seconds: number | null) {
  if (seconds) throw new RunAgain(seconds)
}
