import { z } from 'zod'
import { date, id, instant, personName, sha256, text } from './common.ts'
import { money } from './money.ts'
import { op } from './operation.ts'

/** What the candidate agrees to beside the terms (ESIGN and UETA: intent, consent, association, retention), word for word. */
export const CONSENT_WORDS = 'I agree to sign this offer electronically. My typed name is my signature. I can ask for the offer on paper instead.'

export const OFFER_STATES = ['draft', 'extended', 'accepted', 'declined', 'rescinded', 'expired'] as const
export type OfferState = (typeof OFFER_STATES)[number]

/** What may be done with an offer in each state; the server enforces it, the button explains it. */
export const offerCan = {
  edit: (o: { state: OfferState }) => o.state === 'draft',
  /** Another offer may be written after one that led nowhere. */
  redraft: (o: { state: OfferState }) => o.state === 'declined' || o.state === 'rescinded' || o.state === 'expired',
  extend: (o: { state: OfferState }) => o.state === 'draft',
  rescind: (o: { state: OfferState }) => o.state === 'extended',
  answer: (o: { state: OfferState }) => o.state === 'extended',
} as const

export const offerTerms = z.strictObject({
  salary: money,
  period: z.enum(['year', 'month', 'hour']).default('year'),
  equity: z.strictObject({
    kind: z.enum(['none', 'options', 'rsu', 'shares']),
    /** Exact decimal text, such as `0.25` percent or `12000` units. */
    amount: z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, 'Write a number such as 12000 or 0.25').or(z.literal('')),
    unit: z.enum(['units', 'percent']),
    vesting: text(500),
  }),
  start_on: date,
  place: text(200, 1),
  benefits: text(4000),
  how_we_work: text(8000, 1),
  expires_at: instant,
})
export type OfferTerms = z.infer<typeof offerTerms>

export const offer = z.strictObject({
  id: id('off'),
  application_id: id('app'),
  state: z.enum(OFFER_STATES),
  terms: offerTerms.nullable(),
  terms_sha256: sha256.nullable(),
  /** Where the text on how the team works begins when the terms are first written. */
  how_we_work: z.string(),
  extended_at: instant.nullable(),
  answered_at: instant.nullable(),
  typed_name: z.string().nullable(),
  decline_reason: z.string().nullable(),
  /** Why the company took it back, in the words the candidate was written. */
  rescind_reason: z.string().nullable(),
  /** When the promised 48 hours (or the process's own limit) end; null before the interview was held. */
  due_at: instant.nullable(),
})
export type Offer = z.infer<typeof offer>

export const portalOffer = offer.omit({ due_at: true, how_we_work: true }).extend({
  organization_name: z.string(),
  job_title: z.string(),
  candidate_name: z.string(),
  can_answer: z.boolean(),
  why_not: z.string().nullable(),
})
export type PortalOffer = z.infer<typeof portalOffer>

const appId = z.strictObject({ id: id('app') })
const offId = z.strictObject({ id: id('off') })

export const offerOps = {
  getOffer: op('GET', '/applications/:id/offer', { audience: 'team', summary: 'The offer of an application: draft, extended or answered.', params: appId, answer: offer }),
  draftOffer: op('PUT', '/applications/:id/offer', { audience: 'team', summary: 'Write the terms of the offer. After one that was declined, rescinded or has expired, this begins another.', params: appId, body: z.strictObject({ terms: offerTerms }), answer: offer, problems: ['offer_not_editable', 'offer_expired'] }),
  extendOffer: op('POST', '/offers/:id/delivery', { audience: 'team', summary: 'Extend the offer to the candidate.', params: offId, answer: offer, problems: ['offer_not_editable', 'offer_incomplete', 'offer_expired'] }),
  rescindOffer: op('POST', '/offers/:id/rescission', { audience: 'team', summary: 'Rescind an extended offer, with a reason the candidate reads.', params: offId, body: z.strictObject({ reason: text(2000, 1) }), answer: offer, problems: ['offer_not_open'] }),
  getPortalOffer: op('GET', '/portal/applications/:id/offer', { audience: 'portal', summary: 'Your offer in plain words, with the hash of its terms.', params: appId, answer: portalOffer }),
  acceptOffer: op('POST', '/portal/offers/:id/acceptance', {
    audience: 'portal',
    summary: 'Accept exactly the terms you saw: type your name, agree to sign electronically.',
    params: offId,
    body: z.strictObject({ typed_name: personName, terms_sha256: sha256, consent: z.literal(true, 'Tick the box to agree to sign electronically') }),
    answer: portalOffer,
    problems: ['offer_not_open', 'offer_expired', 'terms_changed'],
  }),
  declineOffer: op('POST', '/portal/offers/:id/decline', { audience: 'portal', summary: 'Decline the offer.', params: offId, body: z.strictObject({ reason: text(2000).default('') }), answer: portalOffer, problems: ['offer_not_open', 'offer_expired'] }),
}
