import { describe, expect, it } from 'vitest'
import { type Paid, isFixedByLaw, payeesOf, standingOf, thresholdOf } from './payees.ts'

const usd = (amount_minor: number) => ({ amount_minor, currency: 'USD' })
const paid = (name: string, amount_minor: number, currency = 'USD'): Paid => ({ candidate: { id: name, name, email: `${name}@example.test` }, total: { amount_minor, currency }, payments: 1 })

describe('the threshold of form 1099-NEC', () => {
  it('is $600 until 2025 and $2,000 from 2026 on, and moves with prices after that', () => {
    expect([2024, 2025, 2026, 2027].map((y) => thresholdOf(y))).toEqual([usd(60_000), usd(60_000), usd(200_000), usd(200_000)])
    expect([2025, 2026, 2027].map(isFixedByLaw)).toEqual([true, true, false])
  })

  it.each([
    [159_999, 'below'],
    [160_000, 'near'],
    [199_999, 'near'],
    [200_000, 'reached'],
  ])('warns from four fifths of it on, and is reached by the whole: %i cents are %s', (minor, standing) => {
    expect(standingOf(usd(minor), 2026)).toBe(standing)
  })

  it('of another year is another', () => {
    expect([47_999, 48_000, 60_000].map((minor) => standingOf(usd(minor), 2025))).toEqual(['below', 'near', 'reached'])
  })

  it('is one of dollars', () => {
    expect(standingOf({ amount_minor: 900_000, currency: 'EUR' }, 2026)).toBe('below')
  })
})

describe('people who were paid', () => {
  it('stand once each, those nearest to the threshold first, then by how much, then by name', () => {
    const list = payeesOf([paid('Zoe', 40_000), paid('Ada', 40_000), paid('Rich in euros', 900_000, 'EUR'), paid('Near', 170_000), paid('Over', 250_000), paid('Over', 10_000, 'EUR'), paid('Way over', 300_000)], 2026)
    expect(list.map((p) => [p.candidate.name, p.standing])).toEqual([['Way over', 'reached'], ['Over', 'reached'], ['Near', 'near'], ['Rich in euros', 'below'], ['Ada', 'below'], ['Zoe', 'below']])
    expect(list[1]?.totals).toEqual([{ total: usd(250_000), payments: 1 }, { total: { amount_minor: 10_000, currency: 'EUR' }, payments: 1 }])
  })

  it('are nobody where nobody was paid', () => {
    expect(payeesOf([], 2026)).toEqual([])
  })
})
