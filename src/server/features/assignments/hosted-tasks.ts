import { z } from 'zod'
import type { TaskHandler } from '#server/platform/feature.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'
import { isRunning } from './assignment.ts'
import { lockRepository } from './lock-repository.ts'
import { prepareRepository } from './prepare-repository.ts'
import { againOnTrouble } from './provider.ts'
import { findAssignment } from './store.ts'
import { syncPushes } from './sync-pushes.ts'
import { uninvite } from './uninvite.ts'

const about = z.object({ assignment_id: z.string() })
const invited = about.extend({ login: z.string() })
const look = about.extend({ every: z.number().optional() })

/** Everything a provider is asked in the background. */
export const hostedTasks: Record<string, TaskHandler> = {
  'assignment.prepare': (ctx, payload) =>
    againOnTrouble(async () => {
      await prepareRepository(ctx, about.parse(payload).assignment_id)
    }),
  'assignment.uninvite': (ctx, payload) => {
    const { assignment_id, login } = invited.parse(payload)
    return againOnTrouble(() => uninvite(ctx, assignment_id, login))
  },
  'assignment.look': async (ctx, payload) => {
    const { assignment_id, every } = look.parse(payload)
    await againOnTrouble(() => syncPushes(ctx, assignment_id))
    if (every === undefined) return
    // Webhooks get lost; whoever works on it still sees their pushes.
    const running = await ctx.transaction(async (tx) => {
      const a = await findAssignment(tx, assignment_id)
      return a !== null && isRunning(a, tx.now)
    })
    if (running) throw new RunAgain(every)
  },
  'assignment.lock': (ctx, payload) => againOnTrouble(() => lockRepository(ctx, about.parse(payload).assignment_id)),
}
