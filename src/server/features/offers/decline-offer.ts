import type { PortalOffer } from '#contract/offers.ts'
import type { LoadedApplication } from '#server/features/applications/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { openOnly } from './accept-offer.ts'
import { holdForCandidate, subjectOf } from './find-offer.ts'
import { type OfferRow, stateAt } from './offer.ts'
import { presentForCandidate } from './portal-offers.ts'
import { changeOffer, lockOffer, offerOf } from './store.ts'

/** Declines; the team may still write another offer. @throws Refusal `offer_not_open`, `offer_expired` */
export async function declineOffer(tx: Tx, offerId: string, reason: string): Promise<PortalOffer> {
  const { o, a } = openOnly(tx, await holdForCandidate(tx, offerId))
  return presentForCandidate(a, await decline(tx, a, o, reason), tx.now)
}

/** Who withdraws has declined what is on the table. The caller holds the application. */
export async function declineByWithdrawing(tx: Tx, a: LoadedApplication, reason: string): Promise<void> {
  const newest = await offerOf(tx, a.id)
  const o = newest ? await lockOffer(tx, newest.id) : null
  if (o && stateAt(o, tx.now) === 'extended') await decline(tx, a, o, reason || 'Withdrew the application.')
}

async function decline(tx: Tx, a: LoadedApplication, o: OfferRow, reason: string): Promise<OfferRow> {
  const declined = await changeOffer(tx, o.id, { state: 'declined', answered_at: tx.now, decline_reason: reason })
  await record(tx, 'offer.declined', subjectOf(a), { application_id: a.id, offer_id: o.id })
  return declined
}
