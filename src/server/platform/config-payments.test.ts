import { expect, it } from 'vitest'
import { readPayments } from './config-payments.ts'

const STRIPE = { STRIPE_SECRET_KEY: 'rk_test_1', STRIPE_FINANCIAL_ACCOUNT: 'fa_1' }
const TREMENDOUS = { TREMENDOUS_API_KEY: 'PROD_1', TREMENDOUS_FUNDING_SOURCE: 'BALANCE' }

it('sets up nothing when nothing is said', () => {
  expect(readPayments({})).toEqual({ stripe: null, tremendous: null })
})

it('takes a test key, and a live one only with the switch', () => {
  expect(readPayments(STRIPE).stripe).toMatchObject({ secretKey: 'rk_test_1', financialAccount: 'fa_1' })
  expect(() => readPayments(TREMENDOUS)).toThrow(/moves real money. Set PAYMENTS=live/)
  expect(readPayments({ ...TREMENDOUS, PAYMENTS: 'live' }).tremendous).toMatchObject({ fundingSource: 'BALANCE' })
})

it('never has test money and real money side by side', () => {
  expect(() => readPayments({ ...STRIPE, ...TREMENDOUS, PAYMENTS: 'live' })).toThrow(/STRIPE_SECRET_KEY.*test world/)
  expect(() => readPayments({ ...STRIPE, ...TREMENDOUS })).toThrow(/TREMENDOUS_API_KEY.*real money/)
})

it('names what is missing or wrong', () => {
  expect(() => readPayments({ STRIPE_SECRET_KEY: 'pk_test_1' })).toThrow(/STRIPE_SECRET_KEY: a secret or restricted key[^]*STRIPE_FINANCIAL_ACCOUNT/)
  expect(() => readPayments({ PAYMENTS: 'yes' })).toThrow(/live or sandbox/)
})
