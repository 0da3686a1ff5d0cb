import { formatMoney } from '#contract/money.ts'
import type { Offer, OfferState, OfferTerms } from '#contract/offers.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'

export interface OfferRow {
  id: string
  org_id: string
  application_id: string
  state: OfferState
  terms: OfferTerms | null
  terms_sha256: string | null
  how_we_work: string
  extended_at: Date | null
  expires_at: Date | null
  answered_at: Date | null
  typed_name: string | null
  decline_reason: string | null
  rescind_reason: string | null
}

/** What is signed: SHA-256 of the terms in canonical JSON. */
export function termsHash(terms: OfferTerms): string {
  return sha256Hex(canonicalJson(terms))
}

/** The state as the clock has it: an extended offer past its expiry has expired, whether a timer said so or not. */
export function stateAt(o: Pick<OfferRow, 'state' | 'expires_at'>, now: Date): OfferState {
  return o.state === 'extended' && o.expires_at !== null && o.expires_at <= now ? 'expired' : o.state
}

export function presentOffer(o: OfferRow, now: Date, dueAt: string | null): Offer {
  return {
    id: o.id,
    application_id: o.application_id,
    state: stateAt(o, now),
    terms: o.terms,
    terms_sha256: o.terms_sha256,
    how_we_work: o.how_we_work,
    extended_at: o.extended_at?.toISOString() ?? null,
    answered_at: o.answered_at?.toISOString() ?? null,
    typed_name: o.typed_name,
    decline_reason: o.decline_reason,
    rescind_reason: o.rescind_reason,
    due_at: dueAt,
  }
}

/** The terms as lines a person reads, for mails. */
export function termsInWords(t: OfferTerms): string {
  return [
    `Salary: ${formatMoney(t.salary)} per ${t.period}, before tax`,
    `Equity: ${equityInWords(t.equity)}`,
    `First day: ${t.start_on}`,
    `Place: ${t.place}`,
    ...(t.benefits ? [`Benefits: ${t.benefits}`] : []),
    `How the team works: ${t.how_we_work}`,
  ].join('\n')
}

const EQUITY = { options: 'stock options', rsu: 'restricted stock units', shares: 'shares' } as const

function equityInWords(e: OfferTerms['equity']): string {
  if (e.kind === 'none') return 'none'
  const amount = e.unit === 'percent' && e.amount ? `${e.amount} % of the company as` : e.amount
  return [`${amount} ${EQUITY[e.kind]}`.trim(), e.vesting].filter(Boolean).join('; vesting: ')
}

/** A moment for mails, whose reader's zone nobody knows. */
export function inUtc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
