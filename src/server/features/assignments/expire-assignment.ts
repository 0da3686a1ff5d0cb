import { refreshStage } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { overdue } from './assignment.ts'
import { lockAssignment, setState } from './store.ts'

/** Closes a take-home that was never started in its window. Harmless at any time and any number of times. */
export async function expireAssignment(ctx: Context, assignmentId: string): Promise<void> {
  await ctx.as(SYSTEM).transaction(async (tx) => {
    const a = await lockAssignment(tx, assignmentId)
    if (overdue(a, tx.now) !== 'expire') return
    await setState(tx, a.id, 'expired')
    await refreshStage(tx, a.applicationId)
  })
}
