import { payoutCan } from '#contract/payout-states.ts'
import { fault } from '#server/lib/fault.ts'
import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { agreeToRelease, waitsForTime } from './changed-place.ts'
import { payoutState } from './errors.ts'
import { holdForMember } from './find.ts'
import { movePayout } from './move-payout.ts'
import { planPayout, planSoon } from './plan-payout.ts'
import { putFacts } from './store.ts'

/** Stops a payout that no rail has been told of, with the reason, or keeps one held that would go on by itself. Nothing is sent until somebody releases it. */
export async function holdPayout(tx: Tx, id: string, reason: string): Promise<void> {
  const p = await holdForMember(tx, id)
  if (!payoutCan.hold(p)) throw payoutState('Only a payout that has not been sent yet can be held.')
  if (p.state !== 'held') return movePayout(tx, p, 'held', { reason })
  await putFacts(tx, id, { reason, heldUntil: null })
  await record(tx, 'payout.kept_held', { orgId: p.orgId, applicationId: p.applicationId }, { application_id: p.applicationId, payout_id: id })
}

/**
 * Lets a held payout go on: planned as if it had just been earned, at once where that can be done, and by a task where not. What waits for
 * its day to be over goes on earlier once two people want it.
 */
export async function releasePayout(ctx: Context, id: string): Promise<void> {
  const released = await ctx.transaction(async (tx) => {
    const p = await holdForMember(tx, id)
    if (!payoutCan.release(p)) throw payoutState('Only a held payout that was never sent can be released.')
    if (waitsForTime(p, tx.now) && !(await agreeToRelease(tx, p))) return false
    await movePayout(tx, p, 'accrued')
    await planSoon(tx, [p])
    return true
  })
  if (!released) return
  fault('payout.after_release')
  await planPayout(ctx, id).catch((error: unknown) => ctx.log.warn({ err: error, payout: id }, 'planned later'))
}

/** Ends a payout before it is sent. The money stays owed, and may be issued anew. */
export async function cancelPayout(tx: Tx, id: string, reason: string): Promise<void> {
  const p = await holdForMember(tx, id)
  if (!payoutCan.cancel(p)) throw payoutState('This payout was sent, so nobody here can stop it any more.')
  await movePayout(tx, p, 'cancelled', { reason })
}
