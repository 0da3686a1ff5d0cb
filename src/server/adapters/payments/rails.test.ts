import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Ajv } from 'ajv'
import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type PaymentSim, startPaymentSim } from '#server/demo/payment-sim/server.ts'
import type { Asked } from '#server/demo/payment-sim/wire.ts'
import { stripeCreateAccount, stripeCreateAccountLink, stripeCreateOutboundPayment, tremendousCreateOrder } from '#test/support/payments/published.ts'
import type { PaymentOrder, PayoutRail } from './port.ts'
import { stripeRail } from './stripe/stripe.ts'
import { tremendousRail } from './tremendous/tremendous.ts'

const ajv = new Ajv({ allErrors: true })
const PUBLISHED: [path: string, schema: object][] = [
  ['/v2/money_management/outbound_payments', stripeCreateOutboundPayment],
  ['/v2/core/accounts', stripeCreateAccount],
  ['/v2/core/account_links', stripeCreateAccountLink],
  ['/api/v2/orders', tremendousCreateOrder],
]
const checks = new Map(PUBLISHED.map(([at, schema]) => [at, ajv.compile(schema)]))

const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-rails-'))
const asked: Asked[] = []
const unpublished: string[] = []
let sim: PaymentSim
beforeAll(async () => {
  sim = await startPaymentSim({ port: 0, ledgerFile: path.join(dir, 'payments.jsonl'), settleMs: 100, onAsked: look })
})
afterAll(async () => {
  await sim.close()
  rmSync(dir, { recursive: true, force: true })
})
afterEach(() => expect(unpublished).toEqual([]))

function look(q: Asked) {
  asked.push(q)
  const check = q.method === 'POST' ? checks.get(q.path) : undefined
  if (check && !check(q.body)) unpublished.push(`${q.path}: ${ajv.errorsText(check.errors)}`)
}

const WEBHOOK_SECRET = 'whsec_c2VjcmV0'
const rails: Record<string, () => PayoutRail> = {
  stripe: () => stripeRail({ secretKey: 'sk_test_sim', financialAccount: 'fa_test_1', webhookSecret: WEBHOOK_SECRET, baseUrl: sim.url }),
  tremendous: () => tremendousRail({ apiKey: 'TEST_sim', fundingSource: 'BALANCE', campaign: null, webhookKey: 'hook key', baseUrl: `${sim.url}/api/v2` }),
}
let count = 0
const order = (change: Partial<PaymentOrder> = {}): PaymentOrder => ({ key: `pay_${String(++count).padStart(26, '0')}`, amount: { amount_minor: 40_000, currency: 'USD' }, description: 'Acme: Take-home', payee: { name: 'Casey', email: 'casey@example.test', recipientId: 'acct_casey' }, ...change })
const sent = (o: PaymentOrder) => sim.payments().filter((p) => p.key === o.key)
const LONG_AGO = new Date(Date.now() - 3_600_000)

describe.each(Object.keys(rails))('the rail %s', (name) => {
  const rail = () => rails[name]?.() ?? expect.fail(`no rail ${name}`)

  it('says test money of a test key', () => {
    expect(rail()).toMatchObject({ name, mode: 'sandbox' })
  })

  it('pays what was ordered, under our key, and finds it by key, by id and in the list', async () => {
    const o = order()
    const answer = await rail().send(o)
    expect(answer).toMatchObject({ outcome: 'taken', payment: { key: o.key, amount: o.amount } })
    const id = answer.outcome === 'taken' ? answer.payment.providerId : ''
    expect(await rail().find(o.key, LONG_AGO)).toMatchObject({ providerId: id, amount: o.amount })
    expect(await rail().get(id)).toMatchObject({ key: o.key })
    const listed = []
    for await (const p of rail().list(LONG_AGO)) listed.push(p.key)
    expect(listed).toContain(o.key)
  })

  it('pays the same key once, however often it is sent', async () => {
    const o = order()
    const [first, again] = [await rail().send(o), await rail().send(o)]
    expect(again).toMatchObject({ payment: { providerId: first.outcome === 'taken' ? first.payment.providerId : '' } })
    expect(sent(o)).toHaveLength(1)
  })

  it('says paid when the provider does', async () => {
    const o = order()
    await rail().send(o)
    await expect.poll(async () => (await rail().find(o.key, LONG_AGO))?.state, { timeout: 10_000 }).toBe('paid')
  })

  it('rejects when nobody knows what came of it, and finds the payment afterwards', async () => {
    for (const fault of ['lost_answer', 'error_after_success'] as const) {
      const o = order()
      sim.faults[fault] = 1
      await expect(rail().send(o)).rejects.toThrow()
      sim.faults[fault] = 0
      expect(await rail().find(o.key, LONG_AGO)).toMatchObject({ key: o.key })
      expect(sent(o)).toHaveLength(1)
    }
  })

  it('rejects when nobody is there, and knows nothing of what was never sent', async () => {
    expect(await rail().find('pay_never', LONG_AGO)).toBeNull()
    expect(await rail().get('no-such')).toBeNull()
  })

  it('takes no webhook that is not signed', async () => {
    const raw = Buffer.from('{}')
    expect(await rail().readWebhook(raw, () => undefined)).toBeNull()
    expect(await rail().readWebhook(raw, () => 't=1,v1=00')).toBeNull()
    expect(await rail().readWebhook(raw, () => `sha256=${'0'.repeat(64)}`)).toBeNull()
  })
})

describe('Stripe', () => {
  it('makes a recipient once, asks Stripe for the page where they say where the money goes, and has no bank detail of theirs', async () => {
    const rail = rails['stripe']?.()
    const { recipients } = rail ?? {}
    const who = { key: 'org:cand', name: 'Casey', email: 'casey@example.test', country: 'DE' }
    const made = await recipients?.ensure(who)
    expect(await recipients?.ensure(who)).toEqual(made)
    expect(made).toMatchObject({ ready: true })
    expect(await recipients?.link(made?.recipientId ?? '', { returnUrl: 'http://localhost/back', refreshUrl: 'http://localhost/again' })).toContain(made?.recipientId)
    expect(JSON.stringify(asked)).not.toMatch(/iban|account_number|routing/i)
  })

  it('pays nobody who has not said where the money goes, without asking Stripe', async () => {
    const before = asked.length
    expect(await rails['stripe']?.().send(order({ payee: { name: 'Casey', email: 'c@example.test', recipientId: null } }))).toMatchObject({ outcome: 'refused' })
    expect(asked).toHaveLength(before)
  })

  it('takes a webhook that the SDK has verified, and none that is older than five minutes', async () => {
    const body = JSON.stringify({ id: 'evt_1', object: 'v2.core.event', type: 'v2.money_management.outbound_payment.posted', livemode: false, created: new Date().toISOString(), related_object: { id: 'obp_1', type: 'v2.money_management.outbound_payment', url: '/v2/money_management/outbound_payments/obp_1' } })
    const header = (timestamp: number) => Stripe.webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK_SECRET, timestamp })
    const now = Math.floor(Date.now() / 1000)
    const read = (signature: string) => rails['stripe']?.().readWebhook(Buffer.from(body), (n) => (n === 'stripe-signature' ? signature : undefined))
    expect(await read(header(now))).toEqual({ eventId: 'evt_1', about: { payment: 'obp_1' } })
    expect(await read(header(now - 400))).toBeNull()
  })
})

describe('Tremendous', () => {
  it('takes a webhook with the right signature, and says of which order', async () => {
    const body = JSON.stringify({ event: 'ORDERS.CANCELED', uuid: 'u-1', created_utc: new Date().toISOString(), payload: { resource: { id: 'ord-1', type: 'orders' } } })
    const signature = `sha256=${createHmac('sha256', 'hook key').update(body).digest('hex')}`
    expect(await rails['tremendous']?.().readWebhook(Buffer.from(body), (n) => (n === 'tremendous-webhook-signature' ? signature : undefined))).toEqual({ eventId: 'u-1', about: { payment: 'ord-1' } })
  })

  it('refuses a currency that Tremendous does not know, without asking', async () => {
    expect(await rails['tremendous']?.().send(order({ amount: { amount_minor: 1, currency: 'XTS' } }))).toMatchObject({ outcome: 'refused' })
  })
})
