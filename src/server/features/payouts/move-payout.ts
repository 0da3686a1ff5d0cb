import { OVER, type PayoutState } from '#contract/payout-states.ts'
import { keepPromise } from '#server/features/applications/index.ts'
import { post } from '#server/features/ledger/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Payout, isOwed } from './payout.ts'
import { insertSteps } from './step-store.ts'
import { type PayoutFacts, listPayoutsOfApplication, putState } from './store.ts'

/**
 * Takes a payout from its state to another, with everything that goes with it: the time line, the ledger, the promise, the
 * event. The caller holds the payout and has checked that this may be.
 * @throws Error when the database knows no such move; nothing is written then
 */
export async function movePayout(tx: Tx, p: Payout, to: PayoutState, facts: PayoutFacts = {}): Promise<void> {
  await putState(tx, p.id, to, facts)
  await insertSteps(tx, [{ payoutId: p.id, state: to, reason: facts.reason ?? '' }])
  await postMove(tx, p, to)
  if (to === 'paid' || to === 'declined') await keepPromiseWhenNothingIsOwed(tx, p)
  await recordMove(tx, p, to)
}

/** The money's side of it. What was never submitted moves nothing by ending: it is owed as before. */
async function postMove(tx: Tx, p: Payout, to: PayoutState): Promise<void> {
  if (to === 'submitted' || to === 'paid') return post(tx, owedBy(p), to)
  if (to === 'declined') return post(tx, owedBy(p), 'written_off')
  const wasUnderWay = p.state === 'submitted' || p.state === 'paid'
  if (OVER.includes(to) && wasUnderWay) await post(tx, owedBy(p), 'returned', { arrived: p.state === 'paid' })
}

const owedBy = (p: Payout) => ({ orgId: p.orgId, payoutId: p.id, amount: p.amount })

async function keepPromiseWhenNothingIsOwed(tx: Tx, p: Payout): Promise<void> {
  const all = await listPayoutsOfApplication(tx, p.applicationId)
  if (!all.some((other) => isOwed(other, all))) await keepPromise(tx, { orgId: p.orgId, applicationId: p.applicationId, kind: 'payment' })
}

async function recordMove(tx: Tx, p: Payout, to: PayoutState): Promise<void> {
  const subject = { orgId: p.orgId, applicationId: p.applicationId }
  if (to === 'paid') await record(tx, 'payout.paid', subject, { application_id: p.applicationId, payout_id: p.id })
  else await record(tx, 'payout.moved', subject, { application_id: p.applicationId, payout_id: p.id, from: p.state, to })
}
