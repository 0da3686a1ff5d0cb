import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type PayDesk, type PayoutRow, openPayDesk } from '#test/support/pay-desk.ts'
import { PAY, type Weather, fakeRail, turn } from '#test/support/payouts.ts'
import { askRail } from './ask-rail.ts'
import { compareRails } from './compare-rails.ts'
import { planPayout } from './plan-payout.ts'
import { receiveWebhook } from './receive-webhook.ts'
import { beginSending, sendPayout, tellRail } from './send-payout.ts'
import { lockPayout } from './store.ts'

const tremendous = fakeRail()
const stripe = fakeRail({ keyLifeSeconds: 24 * 3600 }, null, 'stripe')
const usual = { tremendous: { ...tremendous }, stripe: { ...stripe } }
let d: PayDesk
beforeAll(async () => {
  d = await openPayDesk({ rails: { tremendous, stripe } })
})
afterAll(() => d.close())
beforeEach(async () => {
  Object.assign(tremendous, usual.tremendous, { weather: [], orders: [] })
  Object.assign(stripe, usual.stripe, { weather: [], orders: [] })
  await settings('tremendous')
})

const settings = (rail: 'manual' | 'tremendous' | 'stripe', approvals = 0, caps: { job_id: string | null; currency: string; cap_minor: number }[] = []) => d.call(operations.putPayoutSettings, d.owner, { body: { rail, approvals, caps } })
let people = 0
const earned = async () => d.payout(await d.apply(`by-rail-${++people}@example.test`))
const again = (p: PayoutRow) => d.payout(p.application_id)
const MINUTE = 60
const HOUR = 3600
/** Earned, planned and sent into this weather. */
async function sent(...weather: Weather[]): Promise<PayoutRow> {
  const p = await earned()
  tremendous.weather.push(...weather)
  stripe.weather.push(...weather)
  await d.pass(0)
  return again(p)
}
const see = async (p: PayoutRow) => (await d.call(operations.listPayouts, d.owner)).items.find((x) => x.id === p.id) ?? expect.fail('It is not in the list')
const settle = (p: PayoutRow, body: { outcome: 'send_again' } | { outcome: 'found'; provider_id: string } | { outcome: 'never_sent'; reason: string }) => d.call(operations.settlePayoutByHand, d.owner, { params: { id: p.id }, body })
const questions = async (p: PayoutRow) => (await d.waiting('ask-rail')).filter(({ key }) => key.includes(p.id)).map(({ seconds }) => seconds)

describe('sent by a rail', () => {
  it('a payout goes under its own id, with what the rail has to know and nothing more, and is paid when the rail says so', async () => {
    const p = await sent()
    expect(tremendous.orders).toEqual([{ key: p.id, amount: PAY, description: 'Acme: Application', payee: { name: `by-rail-${people}`, email: `by-rail-${people}@example.test`, recipientId: null } }])
    expect(p).toMatchObject({ state: 'submitted', rail: 'tremendous', mode: 'sandbox', sends: 1, fence: 1, provider_id: expect.stringMatching(/^po-/), provider_says: 'accepted', first_sent_at: expect.any(Date), last_sent_at: expect.any(Date) })
    turn(tremendous, p.id, { expectedOn: '2026-12-02', receiptUrl: 'https://provider.example/receipt', says: 'on its way' })
    await askRail(d.ctx, p.id)
    expect(await see(p)).toMatchObject({ state: 'submitted', expected_on: '2026-12-02', receipt_url: 'https://provider.example/receipt', provider_says: 'on its way', can: { hold: false, cancel: false, record_payment: false, settle_by_hand: false } })
    turn(tremendous, p.id, { state: 'paid', trace: 'T-1' })
    await d.pass(15 * MINUTE)
    expect(await again(p)).toMatchObject({ state: 'paid', reference: 'T-1', paid_by: null })
    expect(await d.steps(p.application_id)).toBe('accrued queued submitting submitted paid')
    expect(tremendous.orders).toHaveLength(1)
  })

  it('is found by the provider’s own id where there is no trace of a bank', async () => {
    const p = await sent()
    turn(tremendous, p.id, { state: 'paid' })
    await d.pass(15 * MINUTE)
    expect(await again(p)).toMatchObject({ state: 'paid', reference: p.provider_id })
  })

  it('is asked about after half a minute in case nobody comes back, and every quarter of an hour while it is under way', async () => {
    const p = await sent()
    expect(await questions(p)).toEqual([30, 900])
    await d.pass(31)
    expect(await questions(p)).toEqual([900, 900])
  })

  it('is sent once, however often it is told to', async () => {
    const p = await sent()
    await Promise.all([sendPayout(d.ctx, p.id), sendPayout(d.ctx, p.id)])
    await sendPayout(d.ctx, 'pay_nobody')
    expect(tremendous.orders).toHaveLength(1)
    expect(await again(p)).toMatchObject({ sends: 1 })
  })

  it('is paid by hand where the rail can’t carry it, with the reason', async () => {
    tremendous.facts = { ...tremendous.facts, mostMinor: 100 }
    const p = await sent()
    expect(p).toMatchObject({ state: 'queued', rail: 'manual', mode: 'live', reason: expect.stringMatching(/more than this rail sends.*paid by hand/) })
    expect(tremendous.orders).toEqual([])
    expect(await d.waiting('send-payout')).toEqual([])
  })

  it('is paid by hand where its rail is not here any more', async () => {
    const p = await earned()
    const without = { ...d.ctx, rails: {} }
    await planPayout(without, p.id)
    expect(await again(p)).toMatchObject({ state: 'queued', rail: 'manual', reason: 'The rail “tremendous” is not set up on this server, so this one is paid by hand.' })
  })

  it('is held where the rail it was planned for has gone, or is of another world by now', async () => {
    await settings('tremendous', 1)
    const p = await sent()
    tremendous.mode = 'live'
    await d.call(operations.approvePayout, d.owner, { params: { id: p.id } })
    await d.pass(0)
    expect(await again(p)).toMatchObject({ state: 'held', reason: 'The rail “tremendous” (sandbox) is not set up on this server any more.', sends: 0 })
  })

  it('goes to nobody before as many people as the company wants have let it go', async () => {
    await settings('tremendous', 2)
    const p = await sent()
    expect(p).toMatchObject({ state: 'needs_approval', approvals_needed: 2 })
    await expect(d.call(operations.recordPayment, d.owner, { params: { id: p.id }, body: { reference: 'x', paid_on: '2026-01-02' } })).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('by its own rail') })
    await d.call(operations.approvePayout, d.owner, { params: { id: p.id } })
    await d.pass(0)
    expect(tremendous.orders).toEqual([])
    await d.call(operations.approvePayout, d.recruiter, { params: { id: p.id } })
    await d.pass(0)
    expect(await again(p)).toMatchObject({ state: 'submitted' })
  })

  it('is planned by what it is, once: what has gone on is left alone', async () => {
    const p = await sent()
    await planPayout(d.ctx, p.id)
    await planPayout(d.ctx, 'pay_nobody')
    expect(await d.steps(p.application_id)).toBe('accrued queued submitting submitted')
  })

  it('needs two people beyond a budget, and one otherwise', async () => {
    await settings('tremendous', 1, [{ job_id: null, currency: 'USD', cap_minor: 0 }])
    expect(await sent()).toMatchObject({ approvals_needed: 2 })
    await settings('tremendous', 1, [{ job_id: null, currency: 'USD', cap_minor: 1_000_000_000 }, { job_id: d.trial.id, currency: 'USD', cap_minor: 0 }, { job_id: null, currency: 'EUR', cap_minor: 0 }])
    expect(await sent()).toMatchObject({ approvals_needed: 1 })
  })
})

describe('an answer', () => {
  it('that was lost leaves a question, and the payment is found and not sent again', async () => {
    const p = await sent('answer lost')
    expect(p).toMatchObject({ state: 'unknown', reason: expect.stringContaining('asked before anything else') })
    await d.pass(31)
    expect(await again(p)).toMatchObject({ state: 'submitted', sends: 1 })
    expect(tremendous.orders).toHaveLength(1)
  })

  it('of the rail that it knows nothing is believed at the third time and after a quarter of an hour; then the same key goes', async () => {
    const p = await sent('never arrived')
    await d.pass(31)
    expect(await again(p)).toMatchObject({ state: 'unknown', not_found: 1 })
    expect(await questions(p)).toEqual([300])
    await d.pass(5 * MINUTE)
    await d.pass(5 * MINUTE)
    expect(await again(p)).toMatchObject({ state: 'unknown', not_found: 3, sends: 1 })
    await d.pass(5 * MINUTE)
    expect(await again(p)).toMatchObject({ state: 'submitted', sends: 2, not_found: 0 })
    expect(tremendous.orders.map((o) => o.key)).toEqual([p.id])
  })

  it('of yes to another amount is for a person', async () => {
    tremendous.send = (order) => Promise.resolve({ outcome: 'taken', payment: { providerId: 'po-x', key: order.key, state: 'submitted', says: '', amount: { ...order.amount, amount_minor: 4_000_000 }, expectedOn: null, receiptUrl: null, trace: null } })
    const p = await sent()
    expect(p).toMatchObject({ state: 'held', reason: 'The rail answered with $40,000 USD. Look at its page before anything else.', provider_id: null })
  })

  it('of no ends it, and of not now holds it', async () => {
    expect(await sent('refused')).toMatchObject({ state: 'refused', reason: 'The recipient is not allowed.' })
    const p = await sent('no balance')
    expect(p).toMatchObject({ state: 'held', reason: 'The balance is too low.' })
    expect(await see(p)).toMatchObject({ can: { settle_by_hand: true, release: false, cancel: false } })
  })

  it('of no to the second time says nothing of the first, so a person looks', async () => {
    const p = await sent('never arrived')
    tremendous.weather.push('refused')
    await d.pass(31)
    for (let i = 0; i < 3; i++) await d.pass(5 * MINUTE)
    expect(await again(p)).toMatchObject({ state: 'held', sends: 2, reason: 'The recipient is not allowed.' })
  })

  it('to a send whose sender was given up meanwhile changes nothing', async () => {
    await settings('tremendous', 1)
    const p = await sent()
    await d.call(operations.approvePayout, d.owner, { params: { id: p.id } })
    const sending = await d.ctx.transaction(async (tx) => beginSending(tx, (await lockPayout(tx, p.id)) ?? expect.fail('gone'), tremendous))
    await d.pass(91)
    expect(await again(p)).toMatchObject({ state: 'unknown', not_found: 1 })
    tremendous.weather.push('refused')
    await tellRail(d.ctx, sending)
    expect(await again(p)).toMatchObject({ state: 'unknown' })
  })
})

describe('asking', () => {
  it('waits for a sender that may be alive, and takes over from one that is gone', async () => {
    await settings('tremendous', 1)
    const p = await sent()
    await d.call(operations.approvePayout, d.owner, { params: { id: p.id } })
    await d.ctx.transaction(async (tx) => beginSending(tx, (await lockPayout(tx, p.id)) ?? expect.fail('gone'), tremendous))
    await askRail(d.ctx, p.id)
    expect(await again(p)).toMatchObject({ state: 'submitting', not_found: 0 })
    expect((await questions(p)).filter((s) => s > 60 && s <= 90)).toHaveLength(1)
    await d.pass(91)
    expect(await again(p)).toMatchObject({ state: 'unknown', reason: expect.stringContaining('not come back') })
  })

  it('looks for what was sent from an hour before on, for the clock of a provider may be behind', async () => {
    const p = await sent('answer lost')
    const since: Date[] = []
    tremendous.find = (key, from) => {
      since.push(from)
      return usual.tremendous.find(key, from)
    }
    await d.pass(31)
    const at = (await again(p) as unknown as { first_sent_at: Date }).first_sent_at
    expect(since).toEqual([new Date(at.getTime() - HOUR * 1000)])
  })

  it('is about what was sent alone', async () => {
    await settings('tremendous', 1)
    const p = await sent()
    await askRail(d.ctx, p.id)
    await askRail(d.ctx, 'pay_nobody')
    expect(await again(p)).toMatchObject({ state: 'needs_approval', fence: 0 })
  })

  it('is no use where the rail is not here any more', async () => {
    const p = await sent('answer lost')
    await askRail({ ...d.ctx, rails: {} }, p.id)
    expect(await again(p)).toMatchObject({ state: 'unknown', fence: 1 })
  })

  it('that finds another amount under the key leaves it to a person', async () => {
    const p = await sent('answer lost')
    turn(tremendous, p.id, { amount: { ...PAY, currency: 'EUR' } })
    await d.pass(31)
    expect(await again(p)).toMatchObject({ state: 'held', reason: expect.stringContaining('€400') })
  })

  it('again in five minutes is all that comes of a payment the rail had and has lost', async () => {
    const p = await sent()
    tremendous.get = () => Promise.resolve(null)
    await askRail(d.ctx, p.id)
    expect(await again(p)).toMatchObject({ state: 'submitted', not_found: 0 })
    expect(await questions(p)).toContain(300)
  })

  it('two at once lets the newest alone write down what it heard', async () => {
    const p = await sent('answer lost')
    let first = true
    tremendous.find = async (key, since) => {
      if (first) {
        first = false
        await askRail(d.ctx, p.id)
        return null
      }
      return usual.tremendous.find(key, since)
    }
    await askRail(d.ctx, p.id)
    expect(await again(p)).toMatchObject({ state: 'submitted', not_found: 0, fence: 3 })
  })

  it('a key that is too old is a question for a person', async () => {
    await settings('stripe')
    const p = await sent('never arrived')
    await d.pass(22 * HOUR)
    expect(await again(p)).toMatchObject({ state: 'held', reason: expect.stringContaining('too old to be sent again') })
    await expect(settle(p, { outcome: 'send_again' })).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('forgotten') })
    expect(await settle(p, { outcome: 'never_sent', reason: 'Not on the page of the provider.' })).toMatchObject({ state: 'refused', reason: 'Not on the page of the provider.' })
  })
})

describe('what was under way', () => {
  const turned = async (state: 'failed' | 'returned' | 'cancelled', paid = false) => {
    const p = await sent()
    if (paid) turn(tremendous, p.id, { state: 'paid' })
    if (paid) await askRail(d.ctx, p.id)
    turn(tremendous, p.id, { state, says: 'account closed' })
    await askRail(d.ctx, p.id)
    return again(p)
  }
  const owed = async (p: PayoutRow) => (await d.db.query<{ n: number }>(`select sum(amount_minor)::int as n from ledger_entries e join ledger_transactions t on t.id = e.transaction_id where t.payout_id = $1 and e.account = 'owed'`, [p.id]))[0]?.n

  it.each(['failed', 'returned', 'cancelled'] as const)('and has %s is owed again, with what the rail said of it', async (state) => {
    const p = await turned(state)
    expect(p).toMatchObject({ state, reason: 'account closed', provider_says: 'account closed' })
    expect(await owed(p)).toBe(-40_000)
  })

  it.each([['failed', 'failed'], ['returned', 'returned'], ['cancelled', 'returned']] as const)('was paid and is %s now: %s, and owed again', async (state, is) => {
    const p = await turned(state, true)
    expect(p).toMatchObject({ state: is, reason: 'account closed' })
    expect(await owed(p)).toBe(-40_000)
  })

  it('and is said to be paid twice is paid once', async () => {
    const p = await sent()
    turn(tremendous, p.id, { state: 'paid', trace: 'T-1' })
    await askRail(d.ctx, p.id)
    turn(tremendous, p.id, { trace: 'T-2' })
    await askRail(d.ctx, p.id)
    expect(await again(p)).toMatchObject({ state: 'paid', reference: 'T-1' })
    turn(tremendous, p.id, { state: 'submitted' })
    await askRail(d.ctx, p.id)
    expect(await again(p)).toMatchObject({ state: 'paid' })
  })

  it('and waits at the provider is asked about as before', async () => {
    const p = await sent()
    turn(tremendous, p.id, { state: 'held', says: 'pending approval' })
    await d.pass(15 * MINUTE)
    expect(await again(p)).toMatchObject({ state: 'submitted', provider_says: 'pending approval' })
    expect((await questions(p)).length).toBeGreaterThan(0)
  })

  it('is issued anew under another key after two people have said so, and the first key is never used again', async () => {
    const old = await turned('returned', true)
    const anew = await d.call(operations.reissuePayout, d.owner, { params: { id: old.id }, body: { reason: 'The account was closed.' } })
    await d.pass(0)
    expect(await again(old)).toMatchObject({ id: anew.id, state: 'needs_approval', approvals_needed: 2 })
    for (const who of [d.owner, d.recruiter]) await d.call(operations.approvePayout, who, { params: { id: anew.id } })
    await d.pass(0)
    expect(await again(old)).toMatchObject({ state: 'submitted' })
    expect(tremendous.orders.map((o) => o.key)).toEqual([old.id, anew.id])
  })
})

describe('settled by a person', () => {
  it('what was found is asked for, and believed when key and amount are its own', async () => {
    const p = await sent('no balance')
    await expect(settle(p, { outcome: 'found', provider_id: 'no such' })).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('knows no payment') })
    const other = await sent()
    await expect(settle(p, { outcome: 'found', provider_id: other.provider_id ?? '' })).rejects.toMatchObject({ message: expect.stringContaining('its key or its amount') })
    const own = { providerId: 'po-own', key: p.id, state: 'submitted' as const, says: 'there', amount: PAY, expectedOn: null, receiptUrl: null, trace: null }
    for (const amount of [{ ...PAY, amount_minor: 1 }, { ...PAY, currency: 'EUR' }]) {
      tremendous.get = () => Promise.resolve({ ...own, amount })
      await expect(settle(p, { outcome: 'found', provider_id: 'po-own' })).rejects.toMatchObject({ message: expect.stringContaining('its key or its amount') })
    }
    tremendous.get = () => Promise.resolve(own)
    expect(await settle(p, { outcome: 'found', provider_id: 'po-own' })).toMatchObject({ state: 'submitted', provider_id: 'po-own' })
  })

  it('goes again under the same key, while the rail knows it', async () => {
    const p = await sent('no balance')
    expect(await settle(p, { outcome: 'send_again' })).toMatchObject({ state: 'submitted', sends: 2 })
    expect(tremendous.orders.map((o) => o.key)).toEqual([p.id, p.id])
  })

  it('only where a person is waited for', async () => {
    const p = await sent()
    for (const body of [{ outcome: 'send_again' }, { outcome: 'never_sent', reason: 'It is not there.' }, { outcome: 'found', provider_id: 'po-1' }] as const) await expect(settle(p, body)).rejects.toMatchObject({ code: 'payout_state', message: expect.stringContaining('waits for a person') })
  })

  it('not by a rail that is not here', async () => {
    const p = await sent('no balance')
    tremendous.mode = 'live'
    await expect(settle(p, { outcome: 'send_again' })).rejects.toMatchObject({ code: 'payout_state', message: 'The rail “tremendous” (sandbox) is not set up on this server.' })
    await expect(settle(p, { outcome: 'found', provider_id: 'po-1' })).rejects.toMatchObject({ message: expect.stringContaining('knows no payment') })
  })
})

describe('a webhook', () => {
  const hear = (event: object, o: { signature?: string; rail?: 'stripe' | 'tremendous' } = {}) => {
    const request = { rawBody: Buffer.from(JSON.stringify(event)), header: (name: string) => (name === 'signature' ? (o.signature ?? 'right') : undefined) }
    return d.call(operations.receivePaymentWebhook, { kind: 'visitor' }, { params: { rail: o.rail ?? 'tremendous' } }, request)
  }

  it('lets the rail be asked at once, once for each event', async () => {
    const p = await sent()
    const before = await questions(p)
    await hear({ id: `evt-${p.id}`, payment: p.provider_id })
    expect(await questions(p)).toEqual([0, ...before])
    turn(tremendous, p.id, { state: 'paid' })
    await d.pass(1)
    expect(await again(p)).toMatchObject({ state: 'paid' })
    await hear({ id: `evt-${p.id}`, payment: p.provider_id })
    expect((await questions(p)).filter((s) => s === 0)).toEqual([])
  })

  it('of another rail, another payment or nobody’s is thanked for', async () => {
    const p = await sent()
    const before = await questions(p)
    expect(await hear({ id: 'evt-stripe', payment: p.provider_id }, { rail: 'stripe' })).toEqual({ ok: true })
    expect(await hear({ id: 'evt-else', payment: 'po-of-nobody' })).toEqual({ ok: true })
    tremendous.readWebhook = () => Promise.resolve({ eventId: 'evt-nothing', about: null })
    expect(await hear({})).toEqual({ ok: true })
    expect(await questions(p)).toEqual(before)
  })

  it('that is not signed, has no body or is of a rail that is not here is forged', async () => {
    await expect(hear({ id: 'evt', payment: 'po-1' }, { signature: 'wrong' })).rejects.toMatchObject({ status: 401, code: 'webhook_forged' })
    await expect(d.call(operations.receivePaymentWebhook, { kind: 'visitor' }, { params: { rail: 'tremendous' } }, { header: () => 'right' })).rejects.toMatchObject({ code: 'webhook_forged' })
    const ctx = { ...d.ctx, rails: {}, rawBody: Buffer.from('{}'), header: () => 'right' } as unknown as Parameters<typeof receiveWebhook>[0]
    await expect(receiveWebhook(ctx, 'stripe')).rejects.toMatchObject({ code: 'webhook_forged' })
  })
})

describe('every day', () => {
  const compare = () => compareRails(d.ctx).catch((error: { seconds: number }) => error.seconds)
  const newest = async (rail: string) => (await d.call(operations.listComparisons, d.owner)).items.find((c) => c.rail === rail)

  it('the rails are laid beside our books, beginning a day after the first payout by one', async () => {
    const rail = fakeRail()
    const fresh = await openPayDesk({ rails: { tremendous: rail } })
    const pay = async (who: string) => {
      await fresh.apply(`${who}@example.test`)
      await fresh.pass(0)
    }
    await pay('by-hand')
    expect(await fresh.waiting('compare-rails')).toEqual([])
    await fresh.call(operations.putPayoutSettings, fresh.owner, { body: { rail: 'tremendous', approvals: 0, caps: [] } })
    await pay('first')
    await pay('second')
    expect(await fresh.waiting('compare-rails')).toEqual([{ key: 'compare-rails', seconds: 86_400 }])
    expect((await fresh.call(operations.listComparisons, fresh.owner)).items).toEqual([])
    rail.payments.delete([...rail.payments.keys()][0] ?? '')
    await expect(compareRails(fresh.ctx)).rejects.toMatchObject({ seconds: 86_400 })
    const { items } = await fresh.call(operations.listComparisons, fresh.owner)
    expect(items).toEqual([{ rail: 'tremendous', mode: 'sandbox', at: expect.any(String), compared: 2, differences: [{ payout_id: expect.any(String), provider_id: 'po-1', what: 'not_theirs' }] }])
    await fresh.close()
  })

  it('what differs is shown to the company it is of, and asked about; and is gone when it is settled', async () => {
    const p = await sent()
    turn(tremendous, p.id, { state: 'paid' })
    await compare()
    expect((await newest('tremendous'))?.differences).toContainEqual({ payout_id: p.id, provider_id: p.provider_id, what: 'state' })
    const other = await d.another()
    const theirs = (await d.call(operations.listComparisons, other.owner)).items.find((c) => c.rail === 'tremendous')
    expect(theirs?.differences.filter((x) => x.payout_id !== null)).toEqual([])
    await d.pass(0)
    expect(await again(p)).toMatchObject({ state: 'paid' })
    await compare()
    expect((await newest('tremendous'))?.differences.filter((x) => x.payout_id === p.id)).toEqual([])
  })

  it('a payment of nobody’s here is shown to everybody', async () => {
    const key = `pay_${'x'.repeat(26)}`
    tremendous.payments.set(key, { providerId: 'po-stray', key, state: 'paid', says: '', amount: PAY, expectedOn: null, receiptUrl: null, trace: null })
    await compare()
    expect((await newest('tremendous'))?.differences).toContainEqual({ payout_id: null, provider_id: 'po-stray', what: 'not_ours' })
    tremendous.payments.delete(key)
  })

  it('a rail that can’t be reached is tried again in an hour, and the other is compared', async () => {
    await settings('stripe')
    await sent()
    tremendous.list = () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no route')) }) })
    const before = (await newest('tremendous'))?.at
    expect(await compare()).toBe(3600)
    expect((await newest('tremendous'))?.at).toBe(before)
    expect(await newest('stripe')).toMatchObject({ rail: 'stripe', mode: 'sandbox' })
  })

  it('what lies still for an hour is asked about, and what waits to be sent and lost its task gets another', async () => {
    const [still, lost] = [await sent(), await sent()]
    await d.db.query(`update tasks set state = 'done' where state = 'waiting'`)
    await d.db.query(`alter table payouts disable trigger user`)
    await d.db.query(`update payouts set state = 'queued' where id = $1`, [lost.id])
    await d.db.query(`alter table payouts enable trigger user`)
    await compare()
    expect(await questions(still)).toEqual([])
    await d.db.query(`insert into clock_shift (shift) values (make_interval(secs => 3601)) on conflict (one) do update set shift = clock_shift.shift + excluded.shift`)
    await compare()
    expect(await questions(still)).toEqual([0])
    expect((await d.waiting('send-payout')).filter(({ key }) => key.includes(lost.id))).toHaveLength(1)
  })

  it('looks sixty days back', async () => {
    const since: Date[] = []
    tremendous.list = (from) => {
      since.push(from)
      return usual.tremendous.list(from)
    }
    const now = await d.ctx.transaction((tx) => Promise.resolve(tx.now))
    await compare()
    expect(((since[0]?.getTime() ?? 0) - now.getTime()) / 86_400_000).toBeCloseTo(-60, 1)
  })
})
