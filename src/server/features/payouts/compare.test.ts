import { describe, expect, it } from 'vitest'
import { PAYOUT_STATES } from '#contract/payout-states.ts'
import type { PaymentState, ProviderPayment } from '#server/adapters/payments/port.ts'
import { aPayout } from '#test/support/a-payout.ts'
import { differencesBetween } from './compare.ts'
import type { Payout } from './payout.ts'

const ours = (change: Partial<Payout> = {}) => aPayout({ state: 'submitted', providerId: 'po-1', ...change })
const theirs = (change: Partial<ProviderPayment> = {}): ProviderPayment => ({ providerId: 'po-1', key: aPayout().id, state: 'submitted', says: '', amount: aPayout().amount, expectedOn: null, receiptUrl: null, trace: null, ...change })
const what = (t: ProviderPayment[], p: Payout[]) => differencesBetween(t, p).map((d) => d.what)

describe('what a provider has beside what we have', () => {
  it('is no difference where both say the same', () => {
    expect(differencesBetween([theirs()], [ours()])).toEqual([])
    expect(differencesBetween([], [])).toEqual([])
  })

  it('agrees by state as far as money goes, and in nothing else', () => {
    const agreeing = (state: PaymentState) => PAYOUT_STATES.filter((mine) => what([theirs({ state })], [ours({ state: mine })]).length === 0)
    expect(agreeing('submitted')).toEqual(['submitted'])
    expect(agreeing('held')).toEqual(['submitted'])
    expect(agreeing('paid')).toEqual(['paid'])
    expect(agreeing('failed')).toEqual(['failed'])
    expect(agreeing('returned')).toEqual(['returned'])
    expect(agreeing('cancelled')).toEqual(['refused', 'failed', 'returned', 'cancelled'])
  })

  it('names both sides of what differs', () => {
    expect(differencesBetween([theirs({ state: 'paid' })], [ours()])).toEqual([{ payoutId: ours().id, providerId: 'po-1', what: 'state' }])
  })

  it('differs by amount before anything else, in minor units and in currency', () => {
    expect(what([theirs({ amount: { amount_minor: 40_001, currency: 'USD' }, state: 'paid' })], [ours()])).toEqual(['amount'])
    expect(what([theirs({ amount: { amount_minor: 40_000, currency: 'EUR' } })], [ours()])).toEqual(['amount'])
  })

  it('may have taken what we have no note of', () => {
    expect(differencesBetween([theirs()], [ours({ providerId: null, state: 'unknown' })])).toEqual([{ payoutId: ours().id, providerId: 'po-1', what: 'unnoted' }])
  })

  it('may have lost what it told us it had, and that alone', () => {
    const waiting = aPayout({ id: 'pay_00000000000000000000000002' })
    expect(differencesBetween([], [ours(), waiting])).toEqual([{ payoutId: ours().id, providerId: 'po-1', what: 'not_theirs' }])
  })

  it('may have been paid under a key of ours that we do not know; what other programs pay there is no business of ours', () => {
    const stray = 'pay_zzzzzzzzzzzzzzzzzzzzzzzzzz'
    expect(differencesBetween([theirs({ key: stray })], [])).toEqual([{ payoutId: null, providerId: 'po-1', what: 'not_ours' }])
    for (const key of [null, 'invoice-7', `x${stray}`, `${stray}x`, 'pay_short']) expect(what([theirs({ key })], [])).toEqual([])
  })

  it('is compared payment by payment', () => {
    const second = { id: 'pay_00000000000000000000000002', providerId: 'po-2' }
    expect(what([theirs(), theirs({ key: second.id, providerId: 'po-2', state: 'returned' }), theirs({ key: null })], [ours(), ours(second)])).toEqual(['state'])
  })
})
