import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { hold } from './find-offer.ts'
import { type OfferRow, stateAt } from './offer.ts'
import { changeOffer, offerById } from './store.ts'

/** The timer's act. Harmless to repeat. */
export async function expireOffer(tx: Tx, offerId: string): Promise<void> {
  const found = await offerById(tx, offerId)
  if (!found) return
  const { o } = await hold(tx, found)
  await settleExpiry(tx, o)
}

/** Writes down what the clock has decided already. The caller holds the offer. */
export async function settleExpiry(tx: Tx, o: OfferRow): Promise<OfferRow> {
  if (o.state !== 'extended' || stateAt(o, tx.now) !== 'expired') return o
  const expired = await changeOffer(tx, o.id, { state: 'expired' })
  await record(tx, 'offer.expired', { orgId: o.org_id, applicationId: o.application_id }, { application_id: o.application_id, offer_id: o.id })
  return expired
}
