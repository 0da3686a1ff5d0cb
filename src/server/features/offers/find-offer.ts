import type { Offer } from '#contract/offers.ts'
import { type LoadedApplication, loadApplicationForCandidate, loadApplicationForMember, lockApplication, promiseOf } from '#server/features/applications/index.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type OfferRow, presentOffer } from './offer.ts'
import { lockOffer, offerById, offerOf } from './store.ts'

export interface Held {
  a: LoadedApplication
  o: OfferRow
}

/** Unknown offers and those of foreign applications are told apart by nobody. */
const absent = () => notFound('This application')

/** The offer of an application the member may see, both held. */
export async function holdForMember(tx: Tx, offerId: string): Promise<Held> {
  const found = await offerById(tx, offerId)
  if (!found) throw absent()
  await loadApplicationForMember(tx, found.application_id)
  return hold(tx, found)
}

/** The asking candidate's own offer, both held. A draft does not exist for them. */
export async function holdForCandidate(tx: Tx, offerId: string): Promise<Held> {
  const found = await offerById(tx, offerId)
  if (!found || found.state === 'draft') throw absent()
  await loadApplicationForCandidate(tx, found.application_id)
  return hold(tx, found)
}

/**
 * The application's row first, then the offer's, as in every act on an application: so accepting, rescinding, rejecting
 * and withdrawing wait for each other and each sees what the one before it decided.
 */
export async function hold(tx: Tx, found: OfferRow): Promise<Held> {
  const a = await lockApplication(tx, found.application_id)
  const o = await lockOffer(tx, found.id)
  if (!a || !o) throw absent()
  return { a, o }
}

/** The newest offer of an application the member may see. @throws Refusal 404 before the offer stage */
export async function getOffer(tx: Tx, applicationId: string): Promise<Offer> {
  const a = await loadApplicationForMember(tx, applicationId)
  const o = await offerOf(tx, a.id)
  if (!o) throw notFound('An offer')
  return presentForTeam(tx, o)
}

export async function presentForTeam(tx: Tx, o: OfferRow): Promise<Offer> {
  return presentOffer(o, tx.now, (await promiseOf(tx, o.application_id, 'offer'))?.due_at ?? null)
}

/** What an event of this offer is about. */
export function subjectOf(a: LoadedApplication) {
  return { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }
}
