import { describe, expect, it } from 'vitest'
import { readPayment } from './stripe/payment.ts'
import { readOrder } from './tremendous/order.ts'

type OutboundPayment = Parameters<typeof readPayment>[0]
type Order = Parameters<typeof readOrder>[0]

/** What the code looks at of a payment of Stripe's; the rest of it is of no account here. */
const payment = (change: object = {}) => ({ id: 'obp_1', status: 'processing', amount: { value: 40_000, currency: 'usd' }, metadata: { payout_id: 'pay_1' }, expected_arrival_date: '2026-11-30T00:00:00Z', ...change }) as unknown as OutboundPayment
const order = (change: object = {}) => ({ id: 'ord-1', external_id: 'pay_1', status: 'OPEN', payment: { subtotal: 401.5, currency_code: 'USD' }, rewards: [{ value: { denomination: 400, currency_code: 'USD' } }], ...change }) as unknown as Order

describe('a payment of Stripe’s', () => {
  it('is read in our words', () => {
    expect(readPayment(payment())).toEqual({ providerId: 'obp_1', key: 'pay_1', state: 'submitted', says: 'processing', amount: { amount_minor: 40_000, currency: 'USD' }, expectedOn: '2026-11-30', receiptUrl: null, trace: null })
  })

  it.each([['processing', 'submitted'], ['posted', 'paid'], ['failed', 'failed'], ['returned', 'returned'], ['canceled', 'cancelled']])('that is %s is %s', (status, state) => {
    expect(readPayment(payment({ status })).state).toBe(state)
  })

  it('says why it is so, wherever Stripe says it', () => {
    expect(readPayment(payment({ status: 'failed', status_details: { failed: { reason: 'payout_method_declined' } } })).says).toBe('failed: payout method declined')
    expect(readPayment(payment({ status: 'returned', status_details: { returned: { reason: 'payout_method_closed' } } })).says).toBe('returned: payout method closed')
    expect(readPayment(payment({ status_details: { processing: { reason: 'under_review' } } })).says).toBe('processing: under review')
    expect(readPayment(payment({ status_details: {} })).says).toBe('processing')
  })

  it('can be found by the bank’s trace, or by the card’s', () => {
    expect(readPayment(payment({ tracking_details: { bank_account: { trace_id: 'T-1' } } })).trace).toBe('T-1')
    expect(readPayment(payment({ tracking_details: { card: { retrieval_reference: 'R-1' } } })).trace).toBe('R-1')
    expect(readPayment(payment({ tracking_details: {} })).trace).toBeNull()
    expect(readPayment(payment({ tracking_details: { bank_account: {}, card: {} } })).trace).toBeNull()
  })

  it('that is not from here has no key, and where Stripe names no day there is none', () => {
    expect(readPayment(payment({ metadata: undefined })).key).toBeNull()
    expect(readPayment(payment({ metadata: {} })).key).toBeNull()
    expect(readPayment(payment({ expected_arrival_date: undefined })).expectedOn).toBeNull()
  })
})

describe('an order of Tremendous’s', () => {
  it('is read in our words; what the payee gets is the reward, and not the total with its fees', () => {
    expect(readOrder(order())).toEqual({ providerId: 'ord-1', key: 'pay_1', state: 'submitted', says: 'open', amount: { amount_minor: 40_000, currency: 'USD' }, expectedOn: null, receiptUrl: null, trace: null })
  })

  it.each([
    ['OPEN', 'submitted'],
    ['PENDING APPROVAL', 'held'],
    ['PENDING INTERNAL PAYMENT APPROVAL', 'held'],
    ['PENDING SETTLEMENT', 'submitted'],
    ['EXECUTED', 'paid'],
    ['FAILED', 'failed'],
    ['CANCELED', 'cancelled'],
  ])('that is %s is %s', (status, state) => {
    expect(readOrder(order({ status }))).toMatchObject({ state, says: status.toLowerCase() })
  })

  it('is exact to the minor unit, in currencies with none, two and three digits', () => {
    const amount = (denomination: number, currency_code: string) => readOrder(order({ rewards: [{ value: { denomination, currency_code } }] })).amount
    expect(amount(0.29, 'USD')).toEqual({ amount_minor: 29, currency: 'USD' })
    expect(amount(1.15, 'EUR')).toEqual({ amount_minor: 115, currency: 'EUR' })
    expect(amount(40_000, 'JPY')).toEqual({ amount_minor: 40_000, currency: 'JPY' })
    expect(amount(1.234, 'KWD')).toEqual({ amount_minor: 1234, currency: 'KWD' })
  })

  it('without rewards has the amount of its payment, and without that none', () => {
    expect(readOrder(order({ rewards: undefined })).amount).toEqual({ amount_minor: 40_150, currency: 'USD' })
    expect(readOrder(order({ rewards: [] })).amount).toEqual({ amount_minor: 40_150, currency: 'USD' })
    expect(readOrder(order({ rewards: [{}] })).amount).toEqual({ amount_minor: 40_150, currency: 'USD' })
    expect(readOrder(order({ rewards: undefined, payment: undefined })).amount).toEqual({ amount_minor: 0, currency: '' })
  })

  it('that is not from here has no key', () => {
    expect(readOrder(order({ external_id: null })).key).toBeNull()
    expect(readOrder(order({ external_id: undefined })).key).toBeNull()
  })
})
