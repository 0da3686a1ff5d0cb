import { payoutCan } from '#contract/payout-states.ts'
import type { Tx } from '#server/platform/tx.ts'
import { dayToCome, payoutPaid, payoutState } from './errors.ts'
import { holdForMember } from './find.ts'
import { movePayout } from './move-payout.ts'
import { type Payout, isPossibleDay } from './payout.ts'
import { isLetGo } from './plan-payout.ts'

/**
 * Records that a payout was sent by hand. The promise is kept once nothing of the application is owed any more.
 * @throws Refusal `payout_paid`, `payout_state`, or naming `body.paid_on`
 */
export async function recordPayment(tx: Tx, id: string, o: { reference: string; paid_on: string }): Promise<void> {
  const p = await holdForMember(tx, id)
  if (p.state === 'paid') throw payoutPaid()
  if (!payoutCan.recordPayment(p)) throw payoutState(whyNot(p))
  if (!isPossibleDay(o.paid_on, tx.now)) throw dayToCome()
  if (!(await isLetGo(tx, p))) throw payoutState(NOT_ASKED_YET)
  if (p.state !== 'submitted') await movePayout(tx, p, 'submitted')
  await movePayout(tx, { ...p, state: 'submitted' }, 'paid', { paid: { on: o.paid_on, reference: o.reference, by: tx.principal.kind === 'member' ? tx.principal.memberId : null } })
}

/** It is being planned just now, or something that was earned since has used the budget up. */
const NOT_ASKED_YET = 'More than one person has to let this payout go. If it does not ask for their approval within a minute, hold it and release it: then it is planned anew, and does.'

function whyNot(p: Payout): string {
  if (p.rail !== 'manual') return 'This payout goes by its own rail, which says when it was paid.'
  if (p.state === 'needs_approval') return 'This payout waits for approval. Approve it first.'
  return 'This payout is not to be paid now: look at its state and reason.'
}
