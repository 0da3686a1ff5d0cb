import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { payoutState } from './errors.ts'
import { holdForMember } from './find.ts'
import { movePayout } from './move-payout.ts'
import { isLetGo } from './plan-payout.ts'

/** A payout is in the bank's hands, in a file that people gave to it. @throws Refusal `payout_state` */
export async function markSentByHand(tx: Tx, id: string): Promise<void> {
  const p = await holdForMember(tx, id)
  if (p.rail !== 'manual' || (p.state !== 'accrued' && p.state !== 'queued')) throw payoutState('One of these payouts was paid, held or declined meanwhile. Take the batch apart and put it together again.')
  if (p.charity) throw payoutState(`One candidate has asked meanwhile that their pay goes to ${p.charity.name}. Take the batch apart and put it together again without it.`)
  if (!(await isLetGo(tx, p))) throw payoutState('More than one person has to let one of these payouts go. Take the batch apart and put it together again once it is approved.')
  await movePayout(tx, p, 'submitted', { reason: 'In a file that was given to the bank.' })
}

/**
 * What a bank said of a payout in one of our files. Only what is under way by hand moves.
 * @returns what became of it
 */
export async function settleByBank(tx: Tx, id: string, o: { outcome: 'paid' | 'failed'; says: string }): Promise<'paid' | 'failed' | 'unchanged'> {
  const p = await holdForMember(tx, id)
  if (p.rail !== 'manual' || p.state !== 'submitted') return 'unchanged'
  if (o.outcome === 'failed') await movePayout(tx, p, 'failed', { reason: `The bank said ${o.says}` })
  else await movePayout(tx, p, 'paid', { paid: { on: tx.now.toISOString().slice(0, 10), reference: p.id, by: requireMember(tx).memberId } })
  return o.outcome
}
