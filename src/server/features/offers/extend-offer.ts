import { type Offer, offerCan } from '#contract/offers.ts'
import { keepPromise } from '#server/features/applications/index.ts'
import { record } from '#server/platform/events/record.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { applicationOver, expiryInThePast, offerIncomplete, offerNotEditable } from './errors.ts'
import { holdForMember, presentForTeam, subjectOf } from './find-offer.ts'
import { changeOffer } from './store.ts'

/**
 * Extends: the terms are fixed from here on, the candidate is told, and the promise of an offer is kept.
 * @throws Refusal `offer_not_editable`, `offer_incomplete`, `offer_expired`
 */
export async function extendOffer(tx: Tx, offerId: string): Promise<Offer> {
  const { o, a } = await holdForMember(tx, offerId)
  if (a.state !== 'active') throw applicationOver()
  if (!offerCan.extend(o)) throw offerNotEditable()
  if (!o.terms_sha256 || !o.expires_at) throw offerIncomplete()
  if (o.expires_at <= tx.now) throw expiryInThePast()
  const extended = await changeOffer(tx, o.id, { state: 'extended', extended_at: tx.now })
  await addTask(tx, { kind: 'offer.expire', key: `offer.expire:${o.id}`, orgId: o.org_id, payload: { offer_id: o.id }, dueAt: o.expires_at })
  await keepPromise(tx, { orgId: o.org_id, applicationId: a.id, kind: 'offer' })
  await record(tx, 'offer.extended', subjectOf(a), { application_id: a.id, offer_id: o.id, terms_sha256: o.terms_sha256 })
  return presentForTeam(tx, extended)
}
