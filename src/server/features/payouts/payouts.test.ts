import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { PAYOUT_MOVES } from '#contract/payout-states.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { PAY, earn, fakeRail, openPayingJob, turn } from '#test/support/payouts.ts'
import { askRail } from './ask-rail.ts'

const rail = fakeRail()
let app: TestApp
let [owner, second, recruiter]: Client[] = []
let slug = ''
let jobId = ''
beforeAll(async () => {
  app = await startTestApp({ rails: { tremendous: rail } })
  owner = await app.signUpOwner()
  second = await app.inviteAndJoin(owner, 'owner', 'second@acme.test')
  recruiter = await app.inviteAndJoin(owner, 'recruiter')
  ;({ slug, id: jobId } = await openPayingJob(owner, 'Paid at once'))
})
afterAll(() => app.close())
beforeEach(async () => {
  rail.weather.length = 0
  rail.orders.length = 0
  rail.facts = { ...rail.facts, keyLifeSeconds: null }
  await settings({})
})

const as = (client: Client | undefined) => client ?? app.visitor()
const settings = (s: { rail?: 'manual' | 'tremendous'; approvals?: number; caps?: { job_id: string | null; currency: string; cap_minor: number }[] }) => as(owner).call(operations.putPayoutSettings, { body: { rail: 'manual', approvals: 1, caps: [], ...s } })
const payoutsOf = async (applicationId: string) => (await as(owner).call(operations.listPayouts)).items.filter((p) => p.application_id === applicationId).toSorted((a, b) => (a.id < b.id ? -1 : 1))
const only = async (applicationId: string) => {
  const [payout] = await payoutsOf(applicationId)
  if (!payout) throw new Error('No payout')
  return payout
}
const approve = (id: string, who = owner) => as(who).call(operations.approvePayout, { params: { id } })
const steps = (p: { steps: { state: string }[] }) => p.steps.map((s) => s.state).join(' ')
let people = 0
const newcomer = () => earn(app, slug, `earner-${++people}@example.test`)
/** By rail, approved by one person, with this weather; settled. */
async function sentInto(...weather: typeof rail.weather) {
  await settings({ rail: 'tremendous' })
  const id = await newcomer()
  await app.settle()
  rail.weather.push(...weather)
  await approve((await only(id)).id)
  await app.settle()
  return only(id)
}
const wait = async (seconds: number) => {
  await app.clock.shift(seconds)
  await app.settle()
}

describe('a payout', () => {
  it('knows the same moves as the database', async () => {
    const rows = await app.db.query<{ from_state: string; to_state: string }>('select from_state, to_state from payout_moves')
    const known = Object.entries(PAYOUT_MOVES).flatMap(([from, tos]) => tos.map((to) => `${from} ${to}`))
    expect(rows.map((r) => `${r.from_state} ${r.to_state}`).sort()).toEqual(known.sort())
  })

  it('is ready to be paid by hand the moment it is earned, once, and is final when it is recorded', async () => {
    const id = await newcomer()
    const p = await only(id)
    expect(p).toMatchObject({ state: 'accrued', rail: 'manual', amount: PAY, can: { record_payment: true, approve: false } })
    const body = { reference: 'SEPA 7', paid_on: '2026-01-02' }
    expect(await as(owner).call(operations.recordPayment, { params: { id: p.id }, body })).toMatchObject({ state: 'paid', reference: 'SEPA 7', paid_on: '2026-01-02' })
    await expect(as(owner).call(operations.recordPayment, { params: { id: p.id }, body })).rejects.toMatchObject({ code: 'payout_paid' })
    expect(steps(await only(id))).toBe('accrued submitted paid')
  })

  it('keeps its amount, its work and its past, whoever asks the database', async () => {
    const p = await only(await newcomer())
    await expect(app.db.query('update payouts set amount_minor = 1 where id = $1', [p.id])).rejects.toThrow(/never changes/)
    await expect(app.db.query(`update payouts set state = 'paid' where id = $1`, [p.id])).rejects.toThrow(/does not go from accrued to paid/)
    await expect(app.db.query('delete from payouts where id = $1', [p.id])).rejects.toThrow(/never removed|violates foreign key/)
    await expect(app.db.query('delete from payout_steps where payout_id = $1', [p.id])).rejects.toThrow(/stays/)
  })

  it('is declined by the candidate alone, before it is sent, and is owed no more', async () => {
    const id = await newcomer()
    const portal = await app.portal(`earner-${people}@example.test`)
    const [mine] = (await portal.call(operations.listPortalPayouts, { params: { id } })).items
    expect(mine).toMatchObject({ can_decline: true })
    expect(JSON.stringify(mine)).not.toMatch(/reason|approv|rail/)
    const params = { id, payout: mine?.id ?? '' }
    expect(await portal.call(operations.declinePayout, { params })).toMatchObject({ state: 'declined', can_decline: false })
    await expect(portal.call(operations.declinePayout, { params })).rejects.toMatchObject({ code: 'payout_state' })
    await expect(app.call(operations.declinePayout, { params })).rejects.toMatchObject({ status: 401 })
  })
})

describe('a payout by a rail', () => {
  it('waits for one person, is sent under its own id, and is paid when the rail says so', async () => {
    await settings({ rail: 'tremendous' })
    const id = await newcomer()
    await app.settle()
    const p = await only(id)
    expect(p).toMatchObject({ state: 'needs_approval', approvals_needed: 1, rail: 'tremendous', mode: 'sandbox' })
    await approve(p.id)
    await app.settle()
    expect(rail.orders).toEqual([{ key: p.id, amount: PAY, description: 'Acme: Application', payee: { name: `earner-${people}`, email: `earner-${people}@example.test`, recipientId: null } }])
    expect(await only(id)).toMatchObject({ state: 'submitted' })
    turn(rail, p.id, { state: 'paid', trace: 'T-1' })
    await wait(20 * 60)
    expect(await only(id)).toMatchObject({ state: 'paid', reference: 'T-1' })
    expect(steps(await only(id))).toBe('accrued needs_approval queued submitting submitted paid')
    expect(rail.orders).toHaveLength(1)
  })

  it('is not approved by one person twice, nor without an owner where two are needed', async () => {
    await settings({ rail: 'tremendous', approvals: 2 })
    const id = await newcomer()
    await app.settle()
    const { id: payout } = await only(id)
    await approve(payout, recruiter)
    await expect(approve(payout, recruiter)).rejects.toMatchObject({ code: 'payout_approved' })
    expect(await only(id)).toMatchObject({ state: 'needs_approval', approved_by: [expect.stringMatching(/Recruiter/)] })
    expect(await approve(payout)).toMatchObject({ state: 'queued' })
    await app.settle()
  })

  it('whose answer was lost is asked about, found, and never sent a second time', async () => {
    const p = await sentInto('answer lost')
    expect(p).toMatchObject({ state: 'unknown' })
    await wait(120)
    expect(await only(p.application_id)).toMatchObject({ state: 'submitted', sends: 1 })
    expect(rail.orders).toHaveLength(1)
  })

  it('that never arrived is sent again under the same key, once its absence has been said three times over a quarter of an hour', async () => {
    const p = await sentInto('never arrived')
    for (let i = 0; i < 3; i++) await wait(6 * 60)
    expect(await only(p.application_id)).toMatchObject({ state: 'submitted', sends: 2 })
    expect(rail.orders.map((o) => o.key)).toEqual([p.id])
  })

  it('that never arrived waits for a person where the key is forgotten too soon', async () => {
    rail.facts = { ...rail.facts, keyLifeSeconds: 3 * 3600 }
    const p = await sentInto('never arrived')
    await app.clock.shift(2 * 3600)
    await app.settle()
    const held = await only(p.application_id)
    expect(held).toMatchObject({ state: 'held', can: { settle_by_hand: true, release: false, reissue: false } })
    expect(rail.orders).toEqual([])
    await expect(as(owner).call(operations.settlePayoutByHand, { params: { id: p.id }, body: { outcome: 'send_again' } })).rejects.toMatchObject({ code: 'payout_state' })
    await expect(as(owner).call(operations.settlePayoutByHand, { params: { id: p.id }, body: { outcome: 'found', provider_id: 'no such' } })).rejects.toMatchObject({ code: 'payout_state' })
    expect(await as(owner).call(operations.settlePayoutByHand, { params: { id: p.id }, body: { outcome: 'never_sent', reason: 'Not on the page of the provider.' } })).toMatchObject({ state: 'refused', can: { reissue: true } })
  })

  it('is held when the balance is too low, tells the candidate honestly, and goes under the same key when a person says so', async () => {
    const p = await sentInto('no balance')
    expect(p).toMatchObject({ state: 'held', reason: 'The balance is too low.' })
    expect(app.mails.find(p.candidate.email, /takes a little longer/).text).toContain('not about you')
    expect(app.mails.find('olivia@acme.test', /Held/).text).toContain('The balance is too low.')
    await as(owner).call(operations.settlePayoutByHand, { params: { id: p.id }, body: { outcome: 'send_again' } })
    expect(await only(p.application_id)).toMatchObject({ state: 'submitted', sends: 2 })
    expect(new Set(rail.orders.map((o) => o.key))).toEqual(new Set([p.id]))
  })

  it('that came back after it was paid is owed again, and issued anew under another key by two people', async () => {
    const p = await sentInto()
    turn(rail, p.id, { state: 'paid' })
    await wait(20 * 60)
    turn(rail, p.id, { state: 'returned', says: 'account closed' })
    await askRail(app.ctx, p.id)
    expect(await only(p.application_id)).toMatchObject({ state: 'returned', reason: 'account closed' })
    const anew = await as(owner).call(operations.reissuePayout, { params: { id: p.id }, body: { reason: 'The account was closed.' } })
    expect(anew).toMatchObject({ replaces: p.id, amount: PAY })
    await expect(as(owner).call(operations.reissuePayout, { params: { id: p.id }, body: { reason: 'Once more, please.' } })).rejects.toMatchObject({ code: 'payout_state' })
    await app.settle()
    await approve(anew.id)
    expect((await payoutsOf(p.application_id))[1]).toMatchObject({ state: 'needs_approval', approvals_needed: 2 })
    await approve(anew.id, second)
    await app.settle()
    expect(rail.payments.get(anew.id)).toMatchObject({ amount: PAY })
  })

  it('that was held in the queue and released is sent, although its first task to send it is over', async () => {
    await settings({ rail: 'tremendous' })
    const id = await newcomer()
    await app.settle()
    const { id: payout } = await only(id)
    await approve(payout)
    await as(owner).call(operations.holdPayout, { params: { id: payout }, body: { reason: 'One moment, please.' } })
    await app.settle()
    expect(rail.orders).toEqual([])
    await as(owner).call(operations.releasePayout, { params: { id: payout } })
    await app.settle()
    expect(await only(id)).toMatchObject({ state: 'submitted', sends: 1 })
    expect(rail.orders.map((o) => o.key)).toEqual([payout])
  })

  it('does not get past the owner by being held and released', async () => {
    await settings({ rail: 'tremendous' })
    const id = await newcomer()
    await app.settle()
    const { id: payout } = await only(id)
    await approve(payout, recruiter)
    expect(await only(id)).toMatchObject({ state: 'needs_approval' })
    await as(owner).call(operations.holdPayout, { params: { id: payout }, body: { reason: 'One moment, please.' } })
    expect(await as(owner).call(operations.releasePayout, { params: { id: payout } })).toMatchObject({ state: 'needs_approval' })
    expect(await approve(payout)).toMatchObject({ state: 'queued' })
    await app.settle()
  })

  it('is left to a person when what is found under its key is not what was asked for', async () => {
    const p = await sentInto('answer lost')
    turn(rail, p.id, { amount: { ...PAY, amount_minor: PAY.amount_minor * 100 } })
    await wait(120)
    expect(await only(p.application_id)).toMatchObject({ state: 'held', reason: expect.stringContaining('$40,000') })
  })

  it('that is turned away when it is sent again is left to a person, because the first time may have been taken', async () => {
    const p = await sentInto('never arrived', 'refused')
    for (let i = 0; i < 3; i++) await wait(6 * 60)
    expect(await only(p.application_id)).toMatchObject({ state: 'held', sends: 2, can: { reissue: false, settle_by_hand: true } })
  })

  it('is paid by hand where its rail is not set up, with the reason', async () => {
    await expect(as(owner).call(operations.putPayoutSettings, { body: { rail: 'stripe', approvals: 1, caps: [] } })).rejects.toMatchObject({ code: 'rail_not_set_up' })
  })
})

describe('a budget', () => {
  const cap = (cap_minor: number, job: string | null = jobId) => settings({ caps: [{ job_id: job, currency: 'USD', cap_minor }] })

  it('says what is earned and promised of it', async () => {
    await cap(10_000_000)
    const { budgets } = await as(owner).call(operations.getPayoutSettings)
    const earned = (await as(owner).call(operations.listPayouts)).items.filter((p) => p.state !== 'declined' && p.replaces === null).length * PAY.amount_minor
    expect(budgets).toMatchObject([{ job_title: 'Paid at once', cap_minor: 10_000_000, earned_minor: earned, promised_minor: 0 }])
  })

  it('that is spent makes a payout wait for two people', async () => {
    await cap(0)
    const id = await newcomer()
    const body = { reference: 'SEPA 8', paid_on: '2026-01-02' }
    await expect(as(owner).call(operations.recordPayment, { params: { id: (await only(id)).id }, body })).rejects.toMatchObject({ code: 'payout_state' })
    await app.settle()
    expect(await only(id)).toMatchObject({ state: 'needs_approval', approvals_needed: 2 })
    const { id: payout } = await only(id)
    await approve(payout)
    await approve(payout, second)
    expect(await only(id)).toMatchObject({ state: 'queued' })
  })

  it('is of a job of one’s own', async () => {
    await expect(cap(1, 'job_00000000000000000000000000')).rejects.toMatchObject({ status: 404 })
  })
})

it('the ledger sums to zero, and what it calls owed is what the payouts owe', async () => {
  const { balances } = await as(owner).call(operations.getLedger)
  expect(balances.reduce((sum, b) => sum + b.amount_minor, 0)).toBe(0)
  const { items } = await as(owner).call(operations.listPayouts)
  const replaced = new Set(items.map((p) => p.replaces))
  const owed = items.filter((p) => !['paid', 'declined', 'submitted'].includes(p.state) && !replaced.has(p.id)).reduce((sum, p) => sum + p.amount.amount_minor, 0)
  expect(balances.find((b) => b.account === 'owed')?.amount_minor).toBe(owed === 0 ? undefined : -owed)
})

it('the ledger takes no transaction that does not sum to zero, and gives nothing back', async () => {
  await expect(app.db.query(`with t as (insert into ledger_transactions (id, org_id, payout_id, kind, at) select 'led_crooked', org_id, id, 'written_off', now() from payouts where state <> 'declined' limit 1 returning id) insert into ledger_entries select id, 'owed', 'USD', 1 from t`)).rejects.toThrow(/sums to zero/)
  await expect(app.db.query('update ledger_entries set amount_minor = amount_minor * 2')).rejects.toThrow(/only ever added to/)
})
