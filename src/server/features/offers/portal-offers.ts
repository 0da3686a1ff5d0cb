import { type PortalOffer, offerCan } from '#contract/offers.ts'
import { type LoadedApplication, loadApplicationForCandidate } from '#server/features/applications/index.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type OfferRow, presentOffer } from './offer.ts'
import { shownOfferOf } from './store.ts'

const WHY_NOT: Partial<Record<OfferRow['state'], string>> = {
  accepted: 'You have accepted this offer.',
  declined: 'You have declined this offer.',
  rescinded: 'The company has taken this offer back.',
  expired: 'This offer has expired. Write to the company if you would still like to accept.',
}

/** The candidate's own offer. A draft does not exist for them. */
export async function getPortalOffer(tx: Tx, applicationId: string): Promise<PortalOffer> {
  const a = await loadApplicationForCandidate(tx, applicationId)
  const o = await shownOfferOf(tx, a.id)
  if (!o) throw notFound('An offer')
  return presentForCandidate(a, o, tx.now)
}

export function presentForCandidate(a: LoadedApplication, o: OfferRow, now: Date): PortalOffer {
  const { due_at: _due, how_we_work: _draft, ...shown } = presentOffer(o, now, null)
  return { ...shown, organization_name: a.organization.name, job_title: a.job.title, candidate_name: a.candidate.name, can_answer: offerCan.answer(shown), why_not: WHY_NOT[shown.state] ?? null }
}
