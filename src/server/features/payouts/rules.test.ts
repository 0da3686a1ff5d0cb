import { describe, expect, it } from 'vitest'
import { PAYOUT_STATES, type PayoutState } from '#contract/payout-states.ts'
import { FACTS, aPayout } from '#test/support/a-payout.ts'
import { fakeRail } from '#test/support/payouts.ts'
import { mayGiveDetails } from './give-details.ts'
import { afterSilence, goesElsewhere, isAnother, isOwed, keyLives, nextState, whyNotBy } from './payout.ts'
import { railOf } from './rails.ts'

const NOW = new Date('2026-11-25T12:00:00Z')
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)
const HOUR = 3600

describe('money is still owed', () => {
  it('until it has arrived or was given up', () => {
    const owed = PAYOUT_STATES.filter((state) => isOwed(aPayout({ state }), []))
    expect(PAYOUT_STATES.filter((s) => !owed.includes(s))).toEqual(['paid', 'declined'])
  })

  it('not by what is over and has another in its place, and still by that one', () => {
    const old = aPayout({ id: 'pay_old', state: 'failed' })
    const anew = aPayout({ id: 'pay_new', replaces: 'pay_old' })
    const stranger = aPayout({ id: 'pay_other', replaces: 'pay_elsewhere' })
    expect(isOwed(old, [old])).toBe(true)
    expect(isOwed(old, [old, stranger])).toBe(true)
    expect(isOwed(old, [old, stranger, anew])).toBe(false)
    expect(isOwed(anew, [old, anew])).toBe(true)
  })

  it('by one that goes on, whatever another says of replacing it', () => {
    const going = aPayout({ id: 'pay_old', state: 'submitted' })
    expect(isOwed(going, [going, aPayout({ replaces: 'pay_old' })])).toBe(true)
  })
})

describe('a payment under our key', () => {
  const p = aPayout()
  it.each([
    [40_000, 'USD', false],
    [40_001, 'USD', true],
    [40_000, 'EUR', true],
  ])('of %i %s is another one: %s', (amount_minor, currency, another) => {
    expect(isAnother(p, { amount: { amount_minor, currency } })).toBe(another)
  })
})

describe('a rail', () => {
  const usd = (amount_minor: number) => ({ amount_minor, currency: 'USD' })

  it('carries what it has no limit for, and says of the rest why not', () => {
    expect(whyNotBy(FACTS, usd(1_000_000))).toBeNull()
    expect(whyNotBy({ ...FACTS, currencies: ['EUR', 'USD'] }, usd(1))).toBeNull()
    expect(whyNotBy({ ...FACTS, currencies: ['EUR'] }, usd(1))).toContain('USD')
  })

  it('carries exactly as much as it may, and not a cent more', () => {
    const facts = { ...FACTS, mostMinor: 40_000 }
    expect(whyNotBy(facts, usd(40_000))).toBeNull()
    expect(whyNotBy(facts, usd(40_001))).toContain('more than this rail sends')
  })

  it('of the test world is no rail for real money, nor one that pays by hand', () => {
    const stripe = fakeRail({}, null, 'stripe')
    expect(railOf({ stripe }, { rail: 'stripe', mode: 'sandbox' })).toBe(stripe)
    expect(railOf({ stripe }, { rail: 'stripe', mode: 'live' })).toBeNull()
    expect(railOf({ stripe }, { rail: 'tremendous', mode: 'sandbox' })).toBeNull()
    expect(railOf({ stripe }, { rail: 'manual', mode: 'sandbox' })).toBeNull()
  })

  it('asks for details only where the candidate has a page for them, and until it is sent', () => {
    const may = (rail: 'manual' | 'stripe' | 'tremendous') => PAYOUT_STATES.filter((state) => mayGiveDetails({ rail, state }))
    expect(may('stripe')).toEqual(['needs_details', 'needs_approval', 'queued'])
    expect(may('tremendous')).toEqual([])
    expect(may('manual')).toEqual([])
  })
})

it('a payout waits for details first, then for approval, and then for nothing', () => {
  const cases: [boolean, boolean, PayoutState][] = [
    [true, true, 'needs_details'],
    [true, false, 'needs_details'],
    [false, false, 'needs_approval'],
    [false, true, 'queued'],
  ]
  for (const [needsDetails, approved, next] of cases) expect(nextState({ needsDetails, approved })).toBe(next)
})

describe('a key', () => {
  const facts = { ...FACTS, keyLifeSeconds: 24 * HOUR }

  it('lives while the rail knows it again, with two hours to spare', () => {
    expect(keyLives({ firstSentAt: ago(22 * HOUR - 1) }, facts, NOW)).toBe(true)
    expect(keyLives({ firstSentAt: ago(22 * HOUR) }, facts, NOW)).toBe(false)
    expect(keyLives({ firstSentAt: ago(23 * HOUR) }, facts, NOW)).toBe(false)
  })

  it('that was never used, or that the rail never forgets, lives', () => {
    expect(keyLives({ firstSentAt: null }, facts, NOW)).toBe(true)
    expect(keyLives({ firstSentAt: ago(1000 * HOUR) }, FACTS, NOW)).toBe(true)
  })
})

describe('silence about a key', () => {
  const silent = (notFound: number, seconds: number) => ({ firstSentAt: ago(seconds), lastSentAt: ago(seconds), notFound })

  it('is believed when it was said three times and a quarter of an hour has passed, and then the same key goes again', () => {
    expect(afterSilence(silent(3, 900), FACTS, NOW)).toBe('send_again')
    expect(afterSilence(silent(2, 900), FACTS, NOW)).toBe('ask_again')
    expect(afterSilence(silent(3, 899), FACTS, NOW)).toBe('ask_again')
    expect(afterSilence(silent(9, 9000), FACTS, NOW)).toBe('send_again')
  })

  it('is for a person to look into when the key is too old to be the same payment', () => {
    expect(afterSilence(silent(3, 23 * HOUR), { ...FACTS, keyLifeSeconds: 24 * HOUR }, NOW)).toBe('ask_a_person')
    expect(afterSilence(silent(0, 23 * HOUR), { ...FACTS, keyLifeSeconds: 24 * HOUR }, NOW)).toBe('ask_a_person')
  })

  it('about what was never sent is asked about again', () => {
    expect(afterSilence({ firstSentAt: null, lastSentAt: null, notFound: 9 }, FACTS, NOW)).toBe('ask_again')
  })
})

it('money goes elsewhere only if it was said before where, is said now, and is another place', () => {
  expect(goesElsewhere('bank-a', 'bank-b')).toBe(true)
  expect(goesElsewhere('bank-a', 'bank-a')).toBe(false)
  expect(goesElsewhere(null, 'bank-b')).toBe(false)
  expect(goesElsewhere('bank-a', null)).toBe(false)
})
