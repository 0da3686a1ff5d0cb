import { type Offer, type OfferTerms, offerCan } from '#contract/offers.ts'
import { keepPromise, loadApplicationForMember, lockApplication, promiseOf, refreshStage } from '#server/features/applications/index.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { expiryInThePast, offerIncomplete, offerNotEditable, offerNotOpen } from './errors.ts'
import { type OfferRow, presentOffer, stateAt, termsHash } from './offer.ts'
import { changeOffer, lockOffer, offerOf } from './store.ts'

async function present(tx: Tx, o: OfferRow): Promise<Offer> {
  return presentOffer(o, tx.now, (await promiseOf(tx, o.application_id, 'offer'))?.due_at ?? null)
}

/** The offer of an application the member may see. @throws Refusal 404 before the offer stage */
export async function getOffer(tx: Tx, applicationId: string): Promise<Offer> {
  const a = await loadApplicationForMember(tx, applicationId)
  const o = await offerOf(tx, a.id)
  if (!o) throw notFound('An offer')
  return present(tx, o)
}

export async function draftOffer(tx: Tx, applicationId: string, terms: OfferTerms): Promise<Offer> {
  const a = await loadApplicationForMember(tx, applicationId)
  const found = await offerOf(tx, a.id)
  const o = found ? await lockOffer(tx, found.id) : null
  if (!o) throw notFound('An offer')
  if (!offerCan.edit(o)) throw offerNotEditable()
  if (new Date(terms.expires_at) <= tx.now) throw expiryInThePast()
  const changed = await changeOffer(tx, o.id, { terms, terms_sha256: termsHash(terms), expires_at: new Date(terms.expires_at) })
  await record(tx, 'offer.drafted', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, offer_id: o.id })
  return present(tx, changed)
}

/** Extends: the terms are fixed from here on, and the promise of an offer is kept. */
export async function extendOffer(tx: Tx, offerId: string): Promise<Offer> {
  const { o, a } = await lockForMember(tx, offerId)
  if (!offerCan.extend(o) || a.state !== 'active') throw offerNotEditable()
  if (!o.terms || !o.terms_sha256 || !o.expires_at) throw offerIncomplete()
  if (o.expires_at <= tx.now) throw expiryInThePast()
  const extended = await changeOffer(tx, o.id, { state: 'extended', extended_at: tx.now })
  await addTask(tx, { kind: 'offer.expire', key: `offer.expire:${o.id}`, orgId: o.org_id, payload: { offer_id: o.id }, dueAt: o.expires_at })
  await keepPromise(tx, { orgId: o.org_id, applicationId: a.id, kind: 'offer' })
  await record(tx, 'offer.extended', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, offer_id: o.id, terms_sha256: o.terms_sha256 })
  return present(tx, extended)
}

export async function rescindOffer(tx: Tx, offerId: string, reason: string): Promise<Offer> {
  const { o, a } = await lockForMember(tx, offerId)
  if (!offerCan.rescind({ state: stateAt(o, tx.now) })) throw offerNotOpen()
  const rescinded = await changeOffer(tx, o.id, { state: 'rescinded', answered_at: tx.now })
  await record(tx, 'offer.rescinded', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, offer_id: o.id, reason })
  return present(tx, rescinded)
}

async function lockForMember(tx: Tx, offerId: string) {
  const o = await lockOffer(tx, offerId)
  if (!o) throw notFound('This offer')
  const a = await loadApplicationForMember(tx, o.application_id)
  return { o, a }
}

/** Writes down what the clock decided already. Harmless to repeat. */
export async function expireOffer(tx: Tx, offerId: string): Promise<void> {
  const o = await lockOffer(tx, offerId)
  if (!o || o.state !== 'extended' || stateAt(o, tx.now) !== 'expired') return
  await changeOffer(tx, o.id, { state: 'expired' })
  await record(tx, 'offer.expired', { orgId: o.org_id, applicationId: o.application_id }, { application_id: o.application_id, offer_id: o.id })
  await lockApplication(tx, o.application_id)
  await refreshStage(tx, o.application_id)
}
