import { CONSENT_WORDS, type PortalOffer, offerCan } from '#contract/offers.ts'
import { hireApplication } from '#server/features/applications/index.ts'
import { sha256Hex } from '#server/lib/hash.ts'
import { requireCandidate } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { offerExpired, offerNotOpen, termsChanged } from './errors.ts'
import { type Held, holdForCandidate, subjectOf } from './find-offer.ts'
import { stateAt } from './offer.ts'
import { presentForCandidate } from './portal-offers.ts'
import { changeOffer } from './store.ts'

interface Signature {
  typed_name: string
  /** Of the terms the candidate was shown. */
  terms_sha256: string
}

/**
 * Signs exactly the terms whose hash is sent along, which hires.
 * @throws Refusal `offer_not_open`, `offer_expired`, `terms_changed`
 */
export async function acceptOffer(tx: Tx, ctx: RequestContext, offerId: string, s: Signature): Promise<PortalOffer> {
  const { o, a } = openOnly(tx, await holdForCandidate(tx, offerId))
  if (s.terms_sha256 !== o.terms_sha256) throw termsChanged()
  const { email } = requireCandidate(tx)
  const evidence = { email, ip: ctx.ip, user_agent: ctx.userAgent, consent_sha256: sha256Hex(CONSENT_WORDS), terms_sha256: s.terms_sha256 }
  const signed = await changeOffer(tx, o.id, { state: 'accepted', answered_at: tx.now, typed_name: s.typed_name, evidence })
  await record(tx, 'offer.accepted', subjectOf(a), { application_id: a.id, offer_id: o.id, terms_sha256: s.terms_sha256 })
  await hireApplication(tx, a.id)
  return presentForCandidate(a, signed, tx.now)
}

/** An offer that can be answered now, by the clock and by what was decided before. */
export function openOnly(tx: Tx, held: Held): Held {
  const state = stateAt(held.o, tx.now)
  if (state === 'expired') throw offerExpired()
  if (!offerCan.answer({ state }) || held.a.state !== 'active') throw offerNotOpen()
  return held
}
