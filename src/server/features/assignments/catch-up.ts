import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { moveOn } from './after-seal.ts'
import { overdue } from './assignment.ts'
import { expireAssignment } from './expire-assignment.ts'
import type { Found } from './find.ts'
import { sealSubmission } from './seal-submission.ts'

/**
 * Access first, then what a timer should have done by now, then the act: whoever reads or writes sees the truth of this
 * moment, however late the timers are.
 */
export async function onCurrent<T>(ctx: Context, find: (tx: Tx) => Promise<Found>, act: (tx: Tx, found: Found) => Promise<T>): Promise<T> {
  await catchUp(ctx, find)
  return ctx.transaction(async (tx) => act(tx, await find(tx)))
}

/** Seals or expires what is due; access is checked first. */
export async function catchUp(ctx: Context, find: (tx: Tx) => Promise<Found>): Promise<void> {
  const { id, due } = await ctx.transaction(async (tx) => {
    const { a } = await find(tx)
    return { id: a.id, due: overdue(a, tx.now) }
  })
  if (due === 'expire') await expireAssignment(ctx, id)
  if (due !== 'seal') return
  await sealSubmission(ctx, id)
  await moveOn(ctx, id)
}
