import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { isOver } from './changed-place.ts'
import { movePayout } from './move-payout.ts'
import { planSoon } from './plan-payout.ts'
import { lockPayout } from './store.ts'

/** Lets a payout go on whose place was changed and whose day is over. Harmless to repeat, and where somebody has decided otherwise meanwhile. */
export function releaseChangedPlace(ctx: Context, payoutId: string): Promise<void> {
  return ctx.transaction((tx) => release(tx, payoutId))
}

async function release(tx: Tx, payoutId: string): Promise<void> {
  const p = await lockPayout(tx, payoutId)
  if (!p || !isOver(p, tx.now)) return
  await movePayout(tx, p, 'accrued', { reason: 'Nobody has objected for a day to where it goes now.' })
  await planSoon(tx, [p])
}
