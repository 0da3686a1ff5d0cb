import { type Offer, offerCan } from '#contract/offers.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { offerNotOpen } from './errors.ts'
import { holdForMember, presentForTeam, subjectOf } from './find-offer.ts'
import { stateAt } from './offer.ts'
import { changeOffer } from './store.ts'

/** Takes an open offer back, with a reason the candidate reads. @throws Refusal `offer_not_open` */
export async function rescindOffer(tx: Tx, offerId: string, reason: string): Promise<Offer> {
  const { o, a } = await holdForMember(tx, offerId)
  if (!offerCan.rescind({ state: stateAt(o, tx.now) })) throw offerNotOpen()
  const rescinded = await changeOffer(tx, o.id, { state: 'rescinded', answered_at: tx.now, rescind_reason: reason })
  await record(tx, 'offer.rescinded', subjectOf(a), { application_id: a.id, offer_id: o.id, reason })
  return presentForTeam(tx, rescinded)
}
