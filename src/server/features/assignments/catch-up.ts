import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, overdue } from './assignment.ts'
import { expireAssignment } from './expire-assignment.ts'
import { sealSubmission } from './seal-submission.ts'
import { findAssignment } from './store.ts'

/** Does what a timer has not done yet, before anybody looks: whoever reads sees the truth of this moment. */
export async function catchUp(ctx: Context, assignmentId: string): Promise<void> {
  const due = await ctx.transaction(async (tx) => {
    const a = await findAssignment(tx, assignmentId)
    return a && overdue(a, tx.now)
  })
  if (due === 'expire') await expireAssignment(ctx, assignmentId)
  if (due === 'seal') await sealSubmission(ctx, assignmentId)
}

/** Access first, then what is overdue, then the act on what is true now. */
export async function onCurrent<T>(ctx: Context, find: (tx: Tx) => Promise<Assignment>, act: (tx: Tx, a: Assignment) => Promise<T>): Promise<T> {
  const seen = await ctx.transaction(find)
  await catchUp(ctx, seen.id)
  return ctx.transaction(async (tx) => act(tx, await find(tx)))
}
