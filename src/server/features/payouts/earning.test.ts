import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { balancesOf, linesOf } from '#server/features/ledger/index.ts'
import { rejectApplication } from '#server/features/applications/reject-application.ts'
import { withdrawApplication } from '#server/features/applications/withdraw-application.ts'
import { type Job, type PayDesk, openAnotherJob, openPayDesk } from '#test/support/pay-desk.ts'
import { PAY, fakeRail } from '#test/support/payouts.ts'
import { reactions, reactionsTogether } from './accrue-payout.ts'

let d: PayDesk
let whenPushed: Job
let twice: Job
const FORM = { key: 'application', type: 'application_form', name: 'Application', config: { screening_enabled: false } }
const OFFER = { key: 'offer', type: 'offer', name: 'Offer', config: { how_we_work: 'We decide in writing.' } }
beforeAll(async () => {
  d = await openPayDesk({ rails: { tremendous: fakeRail() } })
  const takeHome = d.trial.stages[1]
  whenPushed = await openAnotherJob(d, 'Pushed only', [FORM, { ...takeHome, payout: { ...PAY, policy: 'when_pushed' } }, OFFER])
  twice = await openAnotherJob(d, 'Pays twice', [{ ...FORM, payout: { ...PAY, pay_within: 'P2D' } }, { ...takeHome, payout: { amount_minor: 500, currency: 'EUR' } }, OFFER])
})
afterAll(() => d.close())
beforeEach(() => settings({}))

const settings = (s: { rail?: 'manual' | 'tremendous'; approvals?: number; caps?: { job_id: string | null; currency: string; cap_minor: number }[] }) => d.call(operations.putPayoutSettings, d.owner, { body: { rail: 'manual', approvals: 1, caps: [], ...s } })
let people = 0
const someone = () => `earner-${++people}@example.test`
/** As the take-home says it, in its own transaction. */
const sealed = (...of: { id: string; empty?: boolean }[]) =>
  d.ctx.transaction((tx) => {
    const events = of.map(({ id, empty = false }) => ({ data: { application_id: id, assignment_id: 'asg_1', submission_id: 'sub_1', commit: 'c', content_sha256: 'x', empty, stage_key: 'take-home' } }))
    return reactionsTogether['submission.sealed']?.(tx, events as never) ?? Promise.reject(new Error('Nobody listens'))
  })
const completed = (id: string, stage_key: string, stage_type: string) => d.ctx.transaction((tx) => reactions['stage.completed']?.(tx, { data: { application_id: id, stage_key, stage_type } } as never) ?? Promise.reject(new Error('Nobody listens')))
const promiseOf = async (id: string) => (await d.db.query<{ text: string; due_at: Date; kept_at: Date | null }>(`select text, due_at, kept_at from promises where application_id = $1 and kind = 'payment'`, [id]))[0]
const record = (id: string) => d.call(operations.recordPayment, d.owner, { params: { id }, body: { reference: 'SEPA 1', paid_on: '2026-01-02' } })

describe('pay is earned', () => {
  it('by completing a paid stage: amount, day and promise are those of the process, and the record says so', async () => {
    const id = await d.apply(someone())
    const p = await d.payout(id)
    expect(p).toMatchObject({ state: 'accrued', amount_minor: 40_000, currency: 'USD', stage_key: 'application', stage_name: 'Application', replaces: null, approvals_needed: 0 })
    const { accrued_at, pay_by } = p as unknown as { accrued_at: Date; pay_by: Date }
    expect(pay_by.getTime() - accrued_at.getTime()).toBe(5 * 86_400_000)
    expect(await promiseOf(id)).toMatchObject({ text: 'We send you $400 USD', due_at: pay_by, kept_at: null })
    expect(await d.db.query(`select job_id, data from events where type = 'payout.accrued' and application_id = $1`, [id])).toEqual([{ job_id: d.paying.id, data: { application_id: id, payout_id: p.id, ...PAY } }])
    expect(await d.steps(id)).toBe('accrued')
  })

  it('by a sealed take-home, many in one moment, each once', async () => {
    const ids = [await d.apply(someone(), whenPushed), await d.apply(someone(), whenPushed), await d.apply(someone(), whenPushed)]
    await sealed(...ids.map((id) => ({ id })))
    await sealed({ id: ids[0] ?? '' })
    for (const id of ids) expect(await d.payouts(id)).toMatchObject([{ amount_minor: 40_000, stage_key: 'take-home', state: 'accrued' }])
  })

  it('by the take-home that was sealed and not by its stage being called complete', async () => {
    const id = await d.apply(someone(), whenPushed)
    await completed(id, 'take-home', 'code_assignment')
    expect(await d.payouts(id)).toEqual([])
  })

  it('by an empty submission as the process says', async () => {
    const [pushed, always] = [await d.apply(someone(), whenPushed), await d.apply(someone(), twice)]
    await sealed({ id: pushed, empty: true })
    expect(await d.payouts(pushed)).toEqual([])
    await sealed({ id: always, empty: true })
    expect(await d.payouts(always)).toMatchObject([{ amount_minor: 40_000 }, { amount_minor: 500, currency: 'EUR' }])
  })

  it('for nothing but a paid stage of an application that there is', async () => {
    const id = await d.apply(someone(), d.trial)
    await completed(id, 'offer', 'offer')
    await completed(id, 'no-such-stage', 'offer')
    expect(await d.payouts(id)).toEqual([])
    await expect(completed('app_00000000000000000000000000', 'offer', 'offer')).rejects.toThrow(/does not exist/)
  })

  it('and stays so, whatever comes of the application', async () => {
    const [rejected, gone] = [someone(), someone()]
    const first = await d.apply(rejected)
    await d.ctx.as(d.owner).transaction((tx) => rejectApplication(tx, first, { reason: 'other', note: 'Not now.', message: 'Thank you for your work; we go on with somebody else.' }))
    const second = await d.apply(gone)
    await d.ctx.as(d.candidate(gone)).transaction((tx) => withdrawApplication(tx, second, 'Another offer.'))
    for (const id of [first, second]) {
      expect(await d.payout(id)).toMatchObject({ state: 'accrued' })
      expect(await record((await d.payout(id)).id)).toMatchObject({ state: 'paid' })
    }
  })
})

describe('how it is paid is planned', () => {
  const planned = async (id: string) => (await d.waiting('plan-payout')).filter(({ key }) => key.includes(id)).length
  const soon = async () => planned((await d.payout(await d.apply(someone()))).id)

  it('at once where anything stands before it, and needs no plan where one person pays it by hand', async () => {
    expect(await soon()).toBe(0)
    await settings({ approvals: 0 })
    expect(await soon()).toBe(0)
    await settings({ approvals: 2 })
    expect(await soon()).toBe(1)
    await settings({ rail: 'tremendous' })
    expect(await soon()).toBe(1)
    await settings({ caps: [{ job_id: null, currency: 'EUR', cap_minor: 0 }] })
    expect(await soon()).toBe(1)
  })
})

describe('the promise', () => {
  it('of pay is kept when nothing is owed any more, and not before', async () => {
    const id = await d.apply(someone(), twice)
    await sealed({ id })
    const [first, second] = await d.payouts(id)
    await record(first?.id ?? '')
    expect(await promiseOf(id)).toMatchObject({ kept_at: null })
    await record(second?.id ?? '')
    expect((await promiseOf(id))?.kept_at).not.toBeNull()
  })

  it('is a new one for a second paid stage, once the first was kept', async () => {
    const id = await d.apply(someone(), twice)
    await record((await d.payout(id)).id)
    await sealed({ id })
    const promises = await d.db.query(`select text, kept_at is not null as kept from promises where application_id = $1 and kind = 'payment' order by id`, [id])
    expect(promises).toEqual([{ text: 'We send you $400 USD', kept: true }, { text: 'We send you €5 EUR', kept: false }])
  })

  it('is kept by what is given up, too', async () => {
    const email = someone()
    const id = await d.apply(email)
    await d.call(operations.declinePayout, d.candidate(email), { params: { id, payout: (await d.payout(id)).id } })
    expect((await promiseOf(id))?.kept_at).not.toBeNull()
  })

  it('of one payment is given up without the other', async () => {
    const email = someone()
    const id = await d.apply(email, twice)
    await sealed({ id })
    const [first, second] = await d.payouts(id)
    expect(await d.call(operations.declinePayout, d.candidate(email), { params: { id, payout: second?.id ?? '' } })).toMatchObject({ id: second?.id, state: 'declined' })
    expect(await d.payouts(id)).toMatchObject([{ id: first?.id, state: 'accrued' }, { state: 'declined' }])
  })

  it('is not kept by what came to nothing', async () => {
    const id = await d.apply(someone())
    await d.call(operations.cancelPayout, d.owner, { params: { id: (await d.payout(id)).id }, body: { reason: 'By mistake, sorry.' } })
    expect(await promiseOf(id)).toMatchObject({ kept_at: null })
  })
})

describe('the ledger', () => {
  it('has every movement of a payout, in order, and only those of its company since then', async () => {
    const before = await d.ctx.transaction((tx) => Promise.resolve(tx.now))
    const id = await d.apply(someone())
    const p = await d.payout(id)
    await record(p.id)
    const lines = await d.ctx.transaction((tx) => linesOf(tx, d.orgId, before))
    expect(lines.filter((l) => l.payoutId === p.id).map((l) => [l.movement, l.account, l.amountMinor, l.currency])).toEqual([
      ['accrued', 'owed', -40_000, 'USD'],
      ['accrued', 'pay_earned', 40_000, 'USD'],
      ['submitted', 'owed', 40_000, 'USD'],
      ['submitted', 'under_way', -40_000, 'USD'],
      ['paid', 'paid_out', -40_000, 'USD'],
      ['paid', 'under_way', 40_000, 'USD'],
    ])
    const after = await d.ctx.transaction((tx) => linesOf(tx, d.orgId, new Date(tx.now.getTime() + 1000)))
    expect(after).toEqual([])
    expect(await d.ctx.transaction((tx) => linesOf(tx, 'org_of_nobody', before))).toEqual([])
  })

  it('says by currency what is owed, is paid out and was given up', async () => {
    const other = await d.another()
    const pays = async (email: string) => d.payout(await d.apply(email, other.paying))
    const balances = () => d.ctx.transaction((tx) => balancesOf(tx, other.orgId))
    expect(await balances()).toEqual([])
    const given = someone()
    const [paid, up] = [await pays(someone()), await pays(given)]
    expect(await balances()).toEqual([{ account: 'owed', currency: 'USD', amountMinor: -80_000 }, { account: 'pay_earned', currency: 'USD', amountMinor: 80_000 }])
    await d.call(operations.recordPayment, other.owner, { params: { id: paid.id }, body: { reference: 'SEPA 1', paid_on: '2026-01-02' } })
    await d.call(operations.declinePayout, d.candidate(given), { params: { id: up.application_id, payout: up.id } })
    const of = Object.fromEntries((await balances()).map((b) => [b.account, b.amountMinor]))
    expect(of).toEqual({ owed: 0, paid_out: -40_000, pay_earned: 80_000, under_way: 0, written_off: -40_000 })
    expect((await d.call(operations.getLedger, other.owner)).balances).toHaveLength(5)
  })
})
