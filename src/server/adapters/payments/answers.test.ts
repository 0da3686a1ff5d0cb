import { createHmac } from 'node:crypto'
import { type IncomingMessage, createServer } from 'node:http'
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openRails } from './open-rails.ts'
import type { PaymentOrder, PayoutRail } from './port.ts'
import { elsewhere, stripeRail } from './stripe/stripe.ts'
import { tremendousRail, worldOf } from './tremendous/tremendous.ts'

/** A provider that answers what it is told to, and keeps what it was asked. */
interface Asked {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: unknown
}
let asked: Asked[] = []
let answers: { status: number; body: unknown }[] = []
const server = createServer((req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    const text = Buffer.concat(chunks).toString('utf8')
    asked.push({ method: req.method ?? '', url: new URL(req.url ?? '/', 'http://provider'), headers: req.headers, body: text ? JSON.parse(text) : null })
    const { status, body } = answers.shift() ?? { status: 500, body: {} }
    res.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_7', ...(status === 302 && { location: '/elsewhere' }) })
    res.end(JSON.stringify(body))
  })
})
let base = ''
beforeAll(async () => {
  base = await new Promise<string>((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}`)))
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  asked = []
  answers = []
})

const say = (status: number, body: unknown) => answers.push({ status, body })
const SECRET = 'whsec_c2VjcmV0'
const stripe = (change: Partial<Parameters<typeof stripeRail>[0]> = {}) => stripeRail({ secretKey: 'sk_test_x', financialAccount: 'fa_1', webhookSecret: SECRET, baseUrl: base, ...change })
const tremendous = (change: Partial<Parameters<typeof tremendousRail>[0]> = {}) => tremendousRail({ apiKey: 'TEST_x', fundingSource: 'BALANCE', campaign: null, webhookKey: 'hook key', baseUrl: `${base}/api/v2`, ...change })
const ORDER: PaymentOrder = { key: 'pay_1', amount: { amount_minor: 40_050, currency: 'USD' }, description: 'Acme: Take-home', payee: { name: 'Casey', email: 'casey@example.test', recipientId: 'acct_1' } }
const LONG_AGO = new Date('2026-01-01T00:00:00.900Z')
const PAYMENT = { id: 'obp_1', object: 'v2.money_management.outbound_payment', status: 'processing', amount: { value: 40_050, currency: 'usd' }, metadata: { payout_id: 'pay_1' } }
const PLACED = { id: 'ord-1', external_id: 'pay_1', status: 'OPEN', rewards: [{ value: { denomination: 400.5, currency_code: 'USD' } }] }

const collect = async (rail: PayoutRail) => {
  const all = []
  for await (const p of rail.list(LONG_AGO)) all.push(p.providerId)
  return all
}

describe('what a rail says of itself', () => {
  it('is what our rules rest on', () => {
    expect(stripe().facts).toEqual({ keyLifeSeconds: 86_400, findsByKey: false, canReturn: true, needsDetails: true, currencies: null, mostMinor: null })
    expect(tremendous().facts).toEqual({ keyLifeSeconds: null, findsByKey: true, canReturn: false, needsDetails: false, currencies: expect.arrayContaining(['USD', 'EUR', 'INR']), mostMinor: null })
    expect(tremendous().recipients).toBeNull()
  })

  it('is the world its key is of', () => {
    expect(stripe().mode).toBe('sandbox')
    expect(stripe({ secretKey: 'sk_live_x' }).mode).toBe('live')
    expect(stripe({ secretKey: 'rk_live_x' }).mode).toBe('live')
    expect(tremendous().mode).toBe('sandbox')
    expect(tremendous({ apiKey: 'PROD_x' }).mode).toBe('live')
    expect(tremendous({ apiKey: 'TEST_PROD_' }).mode).toBe('sandbox')
  })

  it('is where that world is: real money is sent to the real address and to no other', () => {
    expect(worldOf({ apiKey: 'PROD_x', baseUrl: null })).toEqual({ mode: 'live', basePath: 'https://api.tremendous.com/api/v2' })
    expect(worldOf({ apiKey: 'TEST_x', baseUrl: null })).toEqual({ mode: 'sandbox', basePath: 'https://testflight.tremendous.com/api/v2' })
    expect(worldOf({ apiKey: 'TEST_x', baseUrl: 'http://sim' })).toEqual({ mode: 'sandbox', basePath: 'http://sim' })
    expect(elsewhere(null)).toEqual({})
    expect(elsewhere('https://sim.example:8443')).toEqual({ host: 'sim.example', port: '8443', protocol: 'https' })
    expect(elsewhere('http://127.0.0.1:99')).toEqual({ host: '127.0.0.1', port: '99', protocol: 'http' })
  })

  it('is of those rails that are set up', async () => {
    const s = { secretKey: 'sk_test_x', financialAccount: 'fa_1', webhookSecret: null, baseUrl: null }
    const t = { apiKey: 'TEST_x', fundingSource: 'B', campaign: null, webhookKey: null, baseUrl: null }
    expect(await openRails({ stripe: null, tremendous: null })).toEqual({})
    expect(await openRails({ stripe: s, tremendous: null })).toEqual({ stripe: expect.objectContaining({ name: 'stripe' }) })
    expect(await openRails({ stripe: null, tremendous: t })).toEqual({ tremendous: expect.objectContaining({ name: 'tremendous' }) })
  })
})

describe('Stripe', () => {
  it('is told amount, source, payee and key, and nothing of a bank', async () => {
    say(200, PAYMENT)
    expect(await stripe().send(ORDER)).toMatchObject({ outcome: 'taken', payment: { providerId: 'obp_1', key: 'pay_1' } })
    expect(asked).toMatchObject([{ method: 'POST', headers: { 'idempotency-key': 'pay_1', 'stripe-version': '2026-10-28.endive', authorization: 'Bearer sk_test_x' } }])
    expect(asked[0]?.body).toEqual({ amount: { value: 40_050, currency: 'usd' }, from: { financial_account: 'fa_1', currency: 'usd' }, to: { recipient: 'acct_1' }, description: 'Acme: Take-home', metadata: { payout_id: 'pay_1' } })
  })

  it('is told nothing of how long it took', async () => {
    const rail = stripe()
    for (const _ of [1, 2]) {
      say(200, PAYMENT)
      await rail.send(ORDER)
    }
    expect(asked.map((q) => q.headers['x-stripe-client-telemetry'])).toEqual([undefined, undefined])
  })

  it('is told nothing of somebody it does not know', async () => {
    expect(await stripe().send({ ...ORDER, payee: { ...ORDER.payee, recipientId: null } })).toEqual({ outcome: 'refused', says: expect.stringContaining('has not said') })
    expect(asked).toEqual([])
  })

  it.each([400, 404, 422])('with a clear no (%i) refuses, with its words and the number of the request', async (status) => {
    say(status, { error: { type: 'invalid_request_error', message: 'No such recipient.' } })
    expect(await stripe().send(ORDER)).toEqual({ outcome: 'refused', says: 'No such recipient. (req_7)' })
  })

  it.each([401, 403])('with a wrong key (%i) can be told again later', async (status) => {
    say(status, { error: { type: 'invalid_request_error', message: 'Not with this key.' } })
    expect(await stripe().send(ORDER)).toEqual({ outcome: 'not_now', says: 'Not with this key. (req_7)' })
  })

  it.each([['insufficient_funds', 'insufficient funds'], ['quota_exceeded', 'quota'], ['feature_not_enabled', 'feature']])('with %s can be told again later', async (type) => {
    say(400, { error: { type, code: type, message: 'Not now.' } })
    expect(await stripe().send(ORDER)).toMatchObject({ outcome: 'not_now' })
  })

  it.each([409, 429, 500, 503])('that answers %i leaves open what happened, and is asked once', async (status) => {
    say(status, { error: { type: 'api_error', message: 'Oops.' } })
    await expect(stripe().send(ORDER)).rejects.toThrow()
    expect(asked).toHaveLength(1)
  })

  it('that is not there leaves open what happened', async () => {
    await expect(stripe({ baseUrl: 'http://127.0.0.1:1' }).send(ORDER)).rejects.toThrow()
    await expect(stripe({ baseUrl: 'http://127.0.0.1:1' }).get('obp_1')).rejects.toThrow()
  })

  it('finds a key in its list, from a second on, and says null when it has gone through all of it', async () => {
    say(200, { data: [{ ...PAYMENT, id: 'obp_0', metadata: {} }, PAYMENT], next_page_url: null, previous_page_url: null })
    expect(await stripe().find('pay_1', LONG_AGO)).toMatchObject({ providerId: 'obp_1' })
    expect(asked[0]?.url.searchParams.get('created[gte]')).toBe('1767225600')
    expect(asked[0]?.url.searchParams.get('limit')).toBe('100')
    say(200, { data: [{ ...PAYMENT, metadata: {} }], next_page_url: null, previous_page_url: null })
    expect(await stripe().find('pay_1', LONG_AGO)).toBeNull()
    say(200, { data: [PAYMENT, { ...PAYMENT, id: 'obp_2' }], next_page_url: null, previous_page_url: null })
    expect(await collect(stripe())).toEqual(['obp_1', 'obp_2'])
  })

  it('that does not have a payment says null, and with any other trouble nothing', async () => {
    say(404, { error: { type: 'invalid_request_error', code: 'not_found', message: 'No such payment.' } })
    expect(await stripe().get('obp_9')).toBeNull()
    say(401, { error: { type: 'invalid_request_error', message: 'No.' } })
    await expect(stripe().get('obp_9')).rejects.toThrow()
    say(200, PAYMENT)
    expect(await stripe().get('obp_1')).toMatchObject({ key: 'pay_1' })
  })
})

describe('a person at Stripe', () => {
  const account = (change: object = {}) => ({ id: 'acct_1', object: 'v2.core.account', configuration: { recipient: { capabilities: { bank_accounts: { local: { status: 'active' } } } } }, defaults: { payout_methods: { usd: 'usba_1', eur: 'euba_2' } }, ...change })
  const people = () => stripe().recipients ?? expect.fail('Stripe knows people')
  const who = { key: 'org_1:cand_1', name: 'Casey', email: 'casey@example.test', country: 'DE' }

  it('is made with nothing but who they are, under a key of their own', async () => {
    say(200, account())
    expect(await people().ensure(who)).toEqual({ recipientId: 'acct_1', ready: true, destination: 'usba_1' })
    expect(asked[0]?.headers['idempotency-key']).toBe('recipient:org_1:cand_1')
    expect(asked[0]?.body).toEqual({ contact_email: 'casey@example.test', display_name: 'Casey', identity: { entity_type: 'individual', country: 'de' }, configuration: { recipient: { capabilities: { bank_accounts: { local: { requested: true } } } } }, metadata: { candidate: 'org_1:cand_1' }, include: ['configuration.recipient', 'defaults'] })
    say(200, account())
    await people().ensure({ ...who, country: null })
    expect(asked[1]?.body).toMatchObject({ identity: { entity_type: 'individual' } })
    expect(JSON.stringify(asked[1]?.body)).not.toContain('country')
  })

  it('is ready when Stripe may pay them and knows a place, and not before', async () => {
    const ready = async (change: object) => {
      say(200, account(change))
      return people().get('acct_1')
    }
    expect(await ready({})).toMatchObject({ ready: true })
    expect(await ready({ defaults: { payout_methods: {} } })).toEqual({ recipientId: 'acct_1', ready: false, destination: null })
    expect(await ready({ defaults: null })).toMatchObject({ ready: false, destination: null })
    expect(await ready({ defaults: {} })).toMatchObject({ ready: false, destination: null })
    expect(await ready({ configuration: { recipient: { capabilities: { bank_accounts: { local: { status: 'restricted' } } } } } })).toMatchObject({ ready: false, destination: 'usba_1' })
    for (const configuration of [null, {}, { recipient: null }, { recipient: {} }, { recipient: { capabilities: {} } }, { recipient: { capabilities: { bank_accounts: {} } } }]) expect(await ready({ configuration })).toMatchObject({ ready: false })
    expect(asked[0]?.url.search).toMatch(/include.*configuration\.recipient.*include.*defaults/)
  })

  it('is sent to Stripe’s own page, and back to ours', async () => {
    say(200, { object: 'v2.core.account_link', url: 'https://connect.stripe.test/setup/acct_1' })
    expect(await people().link('acct_1', { returnUrl: 'https://hire.example/back', refreshUrl: 'https://hire.example/again' })).toBe('https://connect.stripe.test/setup/acct_1')
    expect(asked[0]?.body).toEqual({ account: 'acct_1', use_case: { type: 'account_onboarding', account_onboarding: { refresh_url: 'https://hire.example/again', return_url: 'https://hire.example/back' } } })
  })
})

describe('a webhook of Stripe’s', () => {
  const read = (event: object, o: { secret?: string | null; header?: string } = {}) => {
    const payload = JSON.stringify({ id: 'evt_1', object: 'v2.core.event', livemode: false, created: new Date().toISOString(), ...event })
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET })
    return stripe({ webhookSecret: o.secret === undefined ? SECRET : o.secret }).readWebhook(Buffer.from(payload), (name) => (name === (o.header ?? 'stripe-signature') ? signature : undefined))
  }
  const about = (type: string) => ({ type, related_object: { id: 'x_1', type: 'x', url: '/x' } })

  it('is about a payment, about a person, or about nothing of ours', async () => {
    expect(await read(about('v2.money_management.outbound_payment.failed'))).toEqual({ eventId: 'evt_1', about: { payment: 'x_1' } })
    expect(await read(about('v2.core.account[configuration.recipient].updated'))).toEqual({ eventId: 'evt_1', about: { recipient: 'x_1' } })
    expect(await read(about('v2.core.event_destination.ping'))).toEqual({ eventId: 'evt_1', about: null })
    expect(await read({ type: 'v2.core.account.closed' })).toEqual({ eventId: 'evt_1', about: null })
    expect(await read({ type: 'v2.core.account.closed', related_object: null })).toEqual({ eventId: 'evt_1', about: null })
  })

  it('is nothing without its secret, its signature or its header', async () => {
    expect(await read(about('v2.core.account.closed'), { secret: null })).toBeNull()
    expect(await read(about('v2.core.account.closed'), { header: 'signature' })).toBeNull()
    expect(await read(about('v2.core.account.closed'), { secret: 'whsec_b3RoZXI=' })).toBeNull()
  })
})

describe('Tremendous', () => {
  it('is told amount, source, payee and key', async () => {
    say(200, { order: PLACED })
    expect(await tremendous().send(ORDER)).toMatchObject({ outcome: 'taken', payment: { providerId: 'ord-1', key: 'pay_1' } })
    expect(asked).toMatchObject([{ method: 'POST', headers: { authorization: 'Bearer TEST_x' } }])
    expect(asked[0]?.url.pathname).toBe('/api/v2/orders')
    expect(asked[0]?.body).toEqual({ external_id: 'pay_1', payment: { funding_source_id: 'BALANCE' }, reward: { value: { denomination: 400.5, currency_code: 'USD' }, recipient: { name: 'Casey', email: 'casey@example.test' }, delivery: { method: 'EMAIL' } } })
    say(201, { order: PLACED })
    await tremendous({ campaign: 'CAMP' }).send(ORDER)
    expect(asked[1]?.body).toMatchObject({ reward: { campaign_id: 'CAMP' } })
  })

  it('is told nothing of a currency it does not know', async () => {
    expect(await tremendous().send({ ...ORDER, amount: { amount_minor: 1, currency: 'XTS' } })).toEqual({ outcome: 'refused', says: 'Tremendous does not pay in XTS.' })
    expect(asked).toEqual([])
  })

  it.each([400, 404, 422])('with a clear no (%i) refuses, with its words', async (status) => {
    say(status, { errors: { message: 'No such \\"funding\\" source' } })
    expect(await tremendous().send(ORDER)).toMatchObject({ outcome: 'refused', says: expect.stringMatching(new RegExp(`^No such .*source \\(${status}\\)$`)) })
  })

  it.each([401, 402, 403])('with a key or a balance that is not right (%i) can be told again later', async (status) => {
    say(status, {})
    expect(await tremendous().send(ORDER)).toEqual({ outcome: 'not_now', says: `Tremendous refused it. (${status})` })
  })

  it.each([302, 409, 429, 500, 503])('that answers %i leaves open what happened, and is asked once', async (status) => {
    say(status, {})
    await expect(tremendous().send(ORDER)).rejects.toThrow(`Tremendous answered ${status}`)
    expect(asked).toHaveLength(1)
  })

  it('finds a key by asking for it, and takes no other order for it', async () => {
    say(200, { orders: [{ ...PLACED, external_id: 'pay_10', id: 'ord-0' }, PLACED] })
    expect(await tremendous().find('pay_1', LONG_AGO)).toMatchObject({ providerId: 'ord-1' })
    expect(asked[0]?.url.searchParams.get('external_id')).toBe('pay_1')
    say(200, { orders: [{ ...PLACED, external_id: 'pay_10' }] })
    expect(await tremendous().find('pay_1', LONG_AGO)).toBeNull()
    say(500, {})
    await expect(tremendous().find('pay_1', LONG_AGO)).rejects.toThrow('500')
  })

  it('that does not have an order says null, and with any other trouble nothing', async () => {
    say(404, {})
    expect(await tremendous().get('ord-9')).toBeNull()
    say(403, {})
    await expect(tremendous().get('ord-9')).rejects.toThrow('403')
    say(200, { order: PLACED })
    expect(await tremendous().get('ord-1')).toMatchObject({ key: 'pay_1' })
    expect(asked[2]?.url.pathname).toBe('/api/v2/orders/ord-1')
  })

  it('lists page by page, from a day on, until a page is not full', async () => {
    const page = (n: number, from: number) => ({ orders: Array.from({ length: n }, (_, i) => ({ ...PLACED, id: `ord-${from + i}` })) })
    say(200, page(100, 0))
    say(200, page(3, 100))
    expect(await collect(tremendous())).toHaveLength(103)
    expect(asked.map((q) => [q.url.searchParams.get('offset'), q.url.searchParams.get('limit'), q.url.searchParams.get('created_at[gte]')])).toEqual([['0', '100', LONG_AGO.toISOString()], ['100', '100', LONG_AGO.toISOString()]])
    say(500, {})
    await expect(collect(tremendous())).rejects.toThrow('500')
  })
})

describe('a webhook of Tremendous’s', () => {
  const sign = (text: string, key = 'hook key') => `sha256=${createHmac('sha256', key).update(text).digest('hex')}`
  const read = (text: string, o: { signature?: string; key?: string | null; header?: string } = {}) => tremendous({ webhookKey: o.key === undefined ? 'hook key' : o.key }).readWebhook(Buffer.from(text), (name) => (name === (o.header ?? 'tremendous-webhook-signature') ? (o.signature ?? sign(text)) : undefined))
  const notice = (resource?: object) => JSON.stringify({ uuid: 'u-1', event: 'ORDERS.EXECUTED', ...(resource && { payload: { resource } }) })

  it('is about an order, or about nothing of ours', async () => {
    expect(await read(notice({ id: 'ord-1', type: 'orders' }))).toEqual({ eventId: 'u-1', about: { payment: 'ord-1' } })
    expect(await read(notice({ id: 'rew-1', type: 'rewards' }))).toEqual({ eventId: 'u-1', about: null })
    expect(await read(notice())).toEqual({ eventId: 'u-1', about: null })
    expect(await read(JSON.stringify({ uuid: 'u-1', event: 'X', payload: {} }))).toEqual({ eventId: 'u-1', about: null })
  })

  it('that is signed by nobody, by somebody else or over other words is none', async () => {
    const text = notice({ id: 'ord-1', type: 'orders' })
    expect(await read(text, { key: null })).toBeNull()
    expect(await read(text, { header: 'signature' })).toBeNull()
    expect(await read(text, { signature: sign(text, 'another key') })).toBeNull()
    expect(await read(text, { signature: sign(`${text} `) })).toBeNull()
    expect(await read(text, { signature: sign(text).slice(0, -1) })).toBeNull()
  })

  it('that is no notice is none', async () => {
    for (const text of ['', 'not json', '[]', JSON.stringify({ uuid: 7, event: 'X' }), JSON.stringify({ uuid: 'u-1' })]) expect(await read(text)).toBeNull()
  })
})
