import { describe, expect, it } from 'vitest'
import { type OfferTerms, OFFER_STATES, offerCan } from '#contract/offers.ts'
import { stateAt, termsHash, termsInWords } from './offer.ts'

const terms: OfferTerms = {
  salary: { amount_minor: 11_000_000, currency: 'USD' },
  period: 'year',
  equity: { kind: 'options', amount: '0.25', unit: 'percent', vesting: 'four years' },
  start_on: '2027-02-01',
  place: 'Remote',
  benefits: '30 days',
  how_we_work: 'We decide in writing.',
  expires_at: '2027-01-01T12:00:00.000Z',
}

describe('the hash of terms', () => {
  it('depends on every word and on no order of keys', () => {
    const turned = Object.fromEntries(Object.entries(terms).toReversed()) as OfferTerms
    expect(termsHash(turned)).toBe(termsHash(terms))
    const changes: Partial<OfferTerms>[] = [{ salary: { amount_minor: 11_000_001, currency: 'USD' } }, { salary: { amount_minor: 11_000_000, currency: 'EUR' } }, { period: 'month' }, { equity: { ...terms.equity, amount: '0.26' } }, { start_on: '2027-02-02' }, { place: 'Berlin' }, { benefits: '' }, { how_we_work: 'We decide in writing' }, { expires_at: '2027-01-01T12:00:01.000Z' }]
    expect(new Set([termsHash(terms), ...changes.map((c) => termsHash({ ...terms, ...c }))]).size).toBe(changes.length + 1)
  })
})

describe('an extended offer', () => {
  const at = (ms: number) => new Date(1_000_000 + ms)
  it('has expired from its last moment on', () => {
    const o = { state: 'extended' as const, expires_at: at(0) }
    expect([stateAt(o, at(-1)), stateAt(o, at(0)), stateAt(o, at(1))]).toEqual(['extended', 'expired', 'expired'])
  })

  it('is the only one that expires', () => {
    for (const state of OFFER_STATES.filter((s) => s !== 'extended')) expect(stateAt({ state, expires_at: at(0) }, at(1))).toBe(state)
  })
})

it('is written, answered or followed by another, and after the signature nothing', () => {
  const allowed = Object.fromEntries(OFFER_STATES.map((state) => [state, Object.entries(offerCan).flatMap(([act, may]) => (may({ state }) ? [act] : []))]))
  expect(allowed).toEqual({ draft: ['edit', 'extend'], extended: ['rescind', 'answer'], accepted: [], declined: ['redraft'], rescinded: ['redraft'], expired: ['redraft'] })
})

it('tells terms in words', () => {
  expect(termsInWords(terms)).toContain('Equity: 0.25 % of the company as stock options; vesting: four years')
  expect(termsInWords({ ...terms, equity: { kind: 'none', amount: '', unit: 'units', vesting: '' }, benefits: '' })).toContain('Equity: none\nFirst day: 2027-02-01')
})
