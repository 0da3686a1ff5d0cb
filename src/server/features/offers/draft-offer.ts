import { type Offer, type OfferTerms, offerCan } from '#contract/offers.ts'
import { type LoadedApplication, loadApplicationForMember } from '#server/features/applications/index.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { applicationOver, expiryInThePast, offerNotEditable } from './errors.ts'
import { settleExpiry } from './expire-offer.ts'
import { hold, presentForTeam, subjectOf } from './find-offer.ts'
import { type OfferRow, termsHash } from './offer.ts'
import { changeOffer, insertDraft, offerOf } from './store.ts'

/**
 * Writes the terms. They can be written as often as one likes until the offer is extended; after an offer that led
 * nowhere this begins another.
 * @throws Refusal `offer_not_editable`, `offer_expired`
 */
export async function draftOffer(tx: Tx, applicationId: string, terms: OfferTerms): Promise<Offer> {
  const { id } = await loadApplicationForMember(tx, applicationId)
  const newest = await offerOf(tx, id)
  if (!newest) throw notFound('An offer')
  const { a, o } = await hold(tx, newest)
  if (a.state !== 'active') throw applicationOver()
  if (new Date(terms.expires_at) <= tx.now) throw expiryInThePast()
  const draft = await editable(tx, a, o)
  const written = await changeOffer(tx, draft.id, { terms, terms_sha256: termsHash(terms), expires_at: new Date(terms.expires_at) })
  await record(tx, 'offer.drafted', subjectOf(a), { application_id: a.id, offer_id: draft.id })
  return presentForTeam(tx, written)
}

async function editable(tx: Tx, a: LoadedApplication, o: OfferRow): Promise<OfferRow> {
  const settled = await settleExpiry(tx, o)
  if (offerCan.edit(settled)) return settled
  const next = offerCan.redraft(settled) ? await insertDraft(tx, { orgId: a.orgId, applicationId: a.id, howWeWork: o.how_we_work }) : null
  if (!next) throw offerNotEditable()
  return next
}
