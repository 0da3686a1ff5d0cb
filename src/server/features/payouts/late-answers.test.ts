import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { PaymentState } from '#server/adapters/payments/port.ts'
import { type PayDesk, type PayoutRow, openPayDesk } from '#test/support/pay-desk.ts'
import { PAY, fakeRail, turn } from '#test/support/payouts.ts'
import { adopt } from './adopt-payment.ts'
import { askRail } from './ask-rail.ts'
import { markSentByHand, settleByBank } from './by-bank.ts'
import { planPayout } from './plan-payout.ts'
import { type Sending, beginSending, tellRail } from './send-payout.ts'
import { lockPayout } from './store.ts'

const rail = fakeRail()
const usual = { ...rail }
let d: PayDesk
beforeAll(async () => {
  d = await openPayDesk({ rails: { tremendous: rail } })
})
afterAll(() => d.close())
beforeEach(async () => {
  Object.assign(rail, usual, { weather: [], orders: [] })
  await settings(0)
})

const settings = (approvals: number) => d.call(operations.putPayoutSettings, d.owner, { body: { rail: 'tremendous', approvals, caps: [] } })
let people = 0
const earned = async () => d.payout(await d.apply(`late-${++people}@example.test`))
const again = (p: PayoutRow) => d.payout(p.application_id)
const questions = async (p: PayoutRow) => (await d.waiting('ask-rail')).filter(({ key }) => key.includes(p.id)).map(({ seconds }) => seconds)
const locked = async <T>(p: PayoutRow, act: (tx: Parameters<typeof lockPayout>[0], now: NonNullable<Awaited<ReturnType<typeof lockPayout>>>) => Promise<T>) =>
  d.ctx.transaction(async (tx) => act(tx, (await lockPayout(tx, p.id)) ?? expect.fail('gone')))
/** Somebody is about to tell the rail, and may take long. */
const begun = (p: PayoutRow): Promise<Sending> => locked(p, (tx, now) => beginSending(tx, now, rail))

async function queued(): Promise<PayoutRow> {
  const p = await earned()
  await planPayout(d.ctx, p.id)
  return again(p)
}

async function sent(): Promise<PayoutRow> {
  const p = await earned()
  await d.pass(0)
  return again(p)
}

describe('what goes by a rail', () => {
  it('goes into no bank’s file, and no bank has a say in it', async () => {
    const asOwner = <T>(act: Parameters<typeof d.ctx.transaction<T>>[0]) => d.ctx.as(d.owner).transaction(act)
    const [under, waiting] = [await sent(), await queued()]
    await expect(asOwner((tx) => markSentByHand(tx, waiting.id))).rejects.toMatchObject({ code: 'payout_state' })
    expect(await asOwner((tx) => settleByBank(tx, under.id, { outcome: 'paid', says: '' }))).toBe('unchanged')
    expect([(await again(waiting)).state, (await again(under)).state]).toEqual(['queued', 'submitted'])
  })
})

describe('the answer to a send', () => {
  it('that was given up changes nothing while another send is under way; the newer one’s is written down', async () => {
    const p = await queued()
    const old = await begun(p)
    await d.pass(91)
    expect(await again(p)).toMatchObject({ state: 'unknown', sends: 1 })
    const newer = await begun(p)
    rail.weather.push('refused')
    await tellRail(d.ctx, old)
    expect(await again(p)).toMatchObject({ state: 'submitting', sends: 2, reason: '' })
    await tellRail(d.ctx, newer)
    expect(await again(p)).toMatchObject({ state: 'submitted', provider_id: expect.any(String) })
  })

  it('is written down once: what the same sender hears after that changes nothing', async () => {
    const p = await queued()
    const sending = await begun(p)
    await tellRail(d.ctx, sending)
    rail.weather.push('refused')
    await tellRail(d.ctx, sending)
    expect(await again(p)).toMatchObject({ state: 'submitted' })
    expect(await d.steps(p.application_id)).toBe('accrued queued submitting submitted')
  })
})

describe('the answer to a question', () => {
  it('that another question has overtaken counts for nothing: silence to both at once is silence once', async () => {
    const p = await queued()
    rail.weather.push('never arrived')
    await tellRail(d.ctx, await begun(p))
    let first = true
    rail.find = async () => {
      if (first) {
        first = false
        await askRail(d.ctx, p.id)
      }
      return null
    }
    await askRail(d.ctx, p.id)
    expect(await again(p)).toMatchObject({ state: 'unknown', not_found: 1, fence: 3 })
  })

  it('with another amount holds nothing that the rail has taken: it is under way, and the comparison shows what differs', async () => {
    const p = await sent()
    turn(rail, p.id, { amount: { ...PAY, amount_minor: 39_500 }, says: 'less a fee' })
    await askRail(d.ctx, p.id)
    expect(await again(p)).toMatchObject({ state: 'submitted', provider_says: 'less a fee' })
  })

  it('that nobody gives is asked for again in five minutes, for as long as the rail is away', async () => {
    const p = await queued()
    rail.weather.push('answer lost')
    await tellRail(d.ctx, await begun(p))
    rail.find = () => Promise.reject(new Error('no route to the provider'))
    await expect(askRail(d.ctx, p.id)).rejects.toMatchObject({ seconds: 300 })
    await expect(askRail(d.ctx, p.id)).rejects.toMatchObject({ seconds: 300 })
    expect(await again(p)).toMatchObject({ state: 'unknown', not_found: 0 })
    Object.assign(rail, { find: usual.find })
    await askRail(d.ctx, p.id)
    expect(await again(p)).toMatchObject({ state: 'submitted', sends: 1 })
  })

  it('is asked for no more of what is paid, though the rail calls it under way again', async () => {
    const p = await sent()
    turn(rail, p.id, { state: 'paid' })
    await askRail(d.ctx, p.id)
    const before = await questions(p)
    turn(rail, p.id, { state: 'submitted' })
    await askRail(d.ctx, p.id)
    expect(await again(p)).toMatchObject({ state: 'paid' })
    expect(await questions(p)).toEqual(before)
  })
})

describe('what is over', () => {
  it.each<PaymentState>(['submitted', 'paid', 'failed', 'returned', 'cancelled'])('stays over, though the rail calls it %s afterwards', async (state) => {
    const p = await sent()
    turn(rail, p.id, { state: 'returned', says: 'account closed' })
    await askRail(d.ctx, p.id)
    const steps = await d.steps(p.application_id)
    expect(steps).toBe('accrued queued submitting submitted returned')
    const before = await questions(p)
    const payment = rail.payments.get(p.id) ?? expect.fail('no payment')
    await locked(p, (tx, now) => adopt(tx, now, { ...payment, state, says: 'who knows' }))
    expect(await again(p)).toMatchObject({ state: 'returned', reason: 'account closed', provider_says: 'who knows' })
    expect(await d.steps(p.application_id)).toBe(steps)
    expect(await questions(p)).toEqual(before)
  })
})

describe('of themselves', () => {
  it('the rails are compared every day', async () => {
    await sent()
    const comparisons = () => d.db.query<{ id: string }>('select id from payout_comparisons')
    expect(await comparisons()).toEqual([])
    await d.pass(86_401)
    expect(await comparisons()).toEqual([{ id: expect.stringMatching(/^cmp_/) }])
    await d.pass(86_401)
    expect(await comparisons()).toHaveLength(2)
  })

  it('what was let go by people goes with nothing more to say', async () => {
    await settings(1)
    const p = await sent()
    await d.call(operations.approvePayout, d.owner, { params: { id: p.id } })
    expect(await again(p)).toMatchObject({ state: 'queued', reason: '' })
  })
})
