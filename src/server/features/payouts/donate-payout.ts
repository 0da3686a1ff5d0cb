import { payoutCan } from '#contract/payout-states.ts'
import { loadApplicationForCandidate } from '#server/features/applications/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Charity, listCharities } from './charity-store.ts'
import { noSuchCharity, payoutNotFound, payoutState } from './errors.ts'
import type { Payout } from './payout.ts'
import { approvalsByHand, goOn } from './plan-payout.ts'
import { lockPayout, putFacts } from './store.ts'

/**
 * The candidate asks that the money goes to a charity of the company's list in their place. It stays owed, by the same day: people give it
 * by hand and record it as they do every payment. Said once, before it is sent.
 * @throws Refusal `payout_state`, or naming `body.charity`
 */
export async function donatePayout(tx: Tx, applicationId: string, payoutId: string, name: string): Promise<void> {
  const application = await loadApplicationForCandidate(tx, applicationId)
  const p = await lockPayout(tx, payoutId)
  if (p?.applicationId !== application.id) throw payoutNotFound()
  if (!payoutCan.donate(p)) throw payoutState(p.charity ? `You have asked already that it goes to ${p.charity.name}.` : 'Your pay is on its way already, so it can’t go elsewhere.')
  const charity = (await listCharities(tx, p.orgId)).find((c) => c.name === name)
  if (!charity) throw noSuchCharity()
  await turnOver(tx, p, charity)
  await record(tx, 'payout.donated', { orgId: p.orgId, applicationId: p.applicationId }, { application_id: p.applicationId, payout_id: p.id, charity: charity.name })
}

/** From whatever way it was to go to the way by hand. What is held stays held, and what was approved stays approved. */
async function turnOver(tx: Tx, p: Payout, charity: Charity): Promise<void> {
  const byHand = { rail: 'manual', mode: 'live', recipient: { recipientId: null, destination: null }, charity } as const
  const waits = p.state !== 'held' && p.state !== 'queued'
  await putFacts(tx, p.id, waits ? { ...byHand, approvalsNeeded: await approvalsByHand(tx, p) } : byHand)
  if (waits) await goOn(tx, p.id, { needsDetails: false, reason: '' })
}
