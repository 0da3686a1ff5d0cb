import { type PortalOffer, offerCan } from '#contract/offers.ts'
import { type LoadedApplication, hireApplication, loadApplicationForCandidate } from '#server/features/applications/index.ts'
import { sha256Hex } from '#server/lib/hash.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { offerExpired, offerNotOpen, termsChanged } from './errors.ts'
import { type OfferRow, presentOffer, stateAt } from './offer.ts'
import { changeOffer, lockOffer, offerOf } from './store.ts'

/** What the candidate agrees to beside the terms (ESIGN and UETA: intent, consent, association, retention). */
export const CONSENT = 'I agree to sign this offer electronically. My typed name is my signature. I can ask for the offer on paper instead.'

const WHY_NOT: Partial<Record<OfferRow['state'], string>> = {
  accepted: 'You have accepted this offer.',
  declined: 'You have declined this offer.',
  rescinded: 'The company has taken this offer back.',
  expired: 'This offer has expired. Write to the company if you would still like to accept.',
}

function present(a: LoadedApplication, o: OfferRow, now: Date): PortalOffer {
  const { due_at: _, ...shown } = presentOffer(o, now, null)
  return { ...shown, organization_name: a.organization.name, job_title: a.job.title, candidate_name: a.candidate.name, can_answer: offerCan.answer(shown), why_not: WHY_NOT[shown.state] ?? null }
}

/** The candidate's own offer. A draft does not exist for them. */
export async function getPortalOffer(tx: Tx, applicationId: string): Promise<PortalOffer> {
  const a = await loadApplicationForCandidate(tx, applicationId)
  const o = await offerOf(tx, a.id)
  if (!o || o.state === 'draft') throw notFound('An offer')
  return present(a, o, tx.now)
}

/** Signs exactly the terms whose hash is sent along. */
export async function acceptOffer(tx: Tx, ctx: RequestContext, offerId: string, s: { typed_name: string; terms_sha256: string }): Promise<PortalOffer> {
  const { o, a } = await lockOpen(tx, offerId)
  if (s.terms_sha256 !== o.terms_sha256) throw termsChanged()
  const evidence = { ip: ctx.ip, user_agent: ctx.userAgent, consent_sha256: sha256Hex(CONSENT), terms_sha256: s.terms_sha256 }
  const signed = await changeOffer(tx, o.id, { state: 'accepted', answered_at: tx.now, typed_name: s.typed_name, evidence })
  await record(tx, 'offer.accepted', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, offer_id: o.id, terms_sha256: s.terms_sha256 })
  await hireApplication(tx, a.id)
  return present(a, signed, tx.now)
}

export async function declineOffer(tx: Tx, offerId: string, reason: string): Promise<PortalOffer> {
  const { o, a } = await lockOpen(tx, offerId)
  const declined = await changeOffer(tx, o.id, { state: 'declined', answered_at: tx.now, decline_reason: reason })
  await record(tx, 'offer.declined', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, offer_id: o.id })
  return present(a, declined, tx.now)
}

async function lockOpen(tx: Tx, offerId: string) {
  const o = await lockOffer(tx, offerId)
  if (!o || o.state === 'draft') throw notFound('This offer')
  const a = await loadApplicationForCandidate(tx, o.application_id)
  const state = stateAt(o, tx.now)
  if (state === 'expired') throw offerExpired()
  if (state !== 'extended' || a.state !== 'active') throw offerNotOpen()
  return { o, a }
}
