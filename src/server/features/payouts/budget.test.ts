import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { advanceApplication } from '#server/features/applications/advance-application.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import { type Job, type PayDesk, openAnotherJob, openPayDesk } from '#test/support/pay-desk.ts'
import { PAY } from '#test/support/payouts.ts'
import { reactionsTogether } from './accrue-payout.ts'
import { lockBudget } from './cap-store.ts'
import { whyNotInvite } from './index.ts'

interface Cap {
  job_id: string | null
  currency: string
  cap_minor: number
}
let d: PayDesk
let job: Job
let jobs = 0
beforeAll(async () => {
  d = await openPayDesk()
})
afterAll(() => d.close())
beforeEach(async () => {
  job = await openAnotherJob(d, `Trial ${++jobs}`, [...d.trial.stages])
  await caps()
})

const caps = (...list: Cap[]) => d.call(operations.putPayoutSettings, d.owner, { body: { rail: 'manual', approvals: 1, caps: list } })
const capOf = (cap_minor: number, of: Partial<Cap> = {}): Cap => ({ job_id: job.id, currency: 'USD', cap_minor, ...of })
let people = 0
const apply = (of = job) => d.apply(`budget-${++people}@example.test`, of)
const advance = (id: string) => d.ctx.as(d.owner).transaction((tx) => advanceApplication(tx, id, { from_stage: 'application', note: '' }))
const why = (id: string, of = job) => d.ctx.transaction(async (tx) => whyNotInvite(tx, await loadApplicationById(tx, id), of.stages[1] ?? expect.fail('no stage'), { hold: false }))
const open = (id: string, as = d.owner) => d.call(operations.openBeyondCap, as, { params: { id } })
const gate = async (id: string) => (await d.call(operations.getBudgetGate, d.owner, { params: { id } })).gate
const budgets = async () => (await d.call(operations.getPayoutSettings, d.owner)).budgets
const shift = (days: number) => d.db.query(`insert into clock_shift (shift) values (make_interval(days => $1)) on conflict (one) do update set shift = clock_shift.shift + excluded.shift`, [days])

describe('a budget', () => {
  it('lets in who can be paid from it to the cent, and stops the next with what to do', async () => {
    const [a, b] = [await apply(), await apply()]
    await caps(capOf(PAY.amount_minor - 1))
    expect(await why(a)).toMatch(/^The budget of this job is \$399\.99 USD; \$0 USD of it is paid or promised, so \$399\.99 USD is left, and “Take-home” pays \$400 USD\. An owner can raise it/)
    await expect(advance(a)).rejects.toMatchObject({ code: 'stage_shut' })
    await caps(capOf(PAY.amount_minor))
    expect(await why(a)).toBeNull()
    await advance(a)
    expect(await why(b)).toMatch(/\$400 USD of it is paid or promised, so \$0 USD is left/)
    expect(await gate(b)).toMatchObject({ job_title: `Trial ${jobs}`, cap: PAY, committed: PAY, left: { ...PAY, amount_minor: 0 }, open: false })
  })

  it('stands before nothing that pays nothing', async () => {
    const id = await apply()
    await caps(capOf(0))
    const free = [job.stages[0], { ...job.stages[1], payout: { amount_minor: 0, currency: 'USD' } }] as typeof job.stages
    for (const stage of free) expect(await d.ctx.transaction(async (tx) => whyNotInvite(tx, await loadApplicationById(tx, id), stage ?? expect.fail('no stage'), { hold: true }))).toBeNull()
  })

  it('is of its currency and its job', async () => {
    const id = await apply()
    await caps(capOf(0, { currency: 'EUR' }), capOf(0, { job_id: d.paying.id }))
    expect(await why(id)).toBeNull()
    await caps(capOf(0, { job_id: null }))
    expect(await why(id)).toMatch(/^The budget of this month is \$0 USD/)
  })

  it('counts who was let in before, as long as they are in it, and never the one who asks', async () => {
    const [a, b] = [await apply(), await apply()]
    await advance(a)
    await caps(capOf(PAY.amount_minor * 2 - 1))
    expect(await why(a)).toBeNull()
    expect(await why(b)).toContain('$400 USD of it is paid or promised')
    expect(await budgets()).toEqual([{ ...capOf(PAY.amount_minor * 2 - 1), job_title: `Trial ${jobs}`, earned_minor: 0, promised_minor: PAY.amount_minor }])
    await d.db.query(`update applications set state = 'rejected' where id = $1`, [a])
    expect(await why(b)).toBeNull()
  })

  it('counts what was earned once, until it is given up', async () => {
    const paying = await openAnotherJob(d, `Paying ${jobs}`, [...d.paying.stages])
    const of = { job_id: paying.id }
    await caps(capOf(1_000_000, of))
    const email = `budget-${++people}@example.test`
    const p = await d.payout(await d.apply(email, paying))
    const spent = async () => (await budgets())[0]
    expect(await spent()).toMatchObject({ earned_minor: PAY.amount_minor, promised_minor: 0 })
    await d.call(operations.cancelPayout, d.owner, { params: { id: p.id }, body: { reason: 'By mistake, sorry.' } })
    await d.call(operations.reissuePayout, d.owner, { params: { id: p.id }, body: { reason: 'It was right after all.' } })
    expect(await spent()).toMatchObject({ earned_minor: PAY.amount_minor })
    const other = `budget-${++people}@example.test`
    const given = await d.payout(await d.apply(other, paying))
    expect(await spent()).toMatchObject({ earned_minor: PAY.amount_minor * 2 })
    await d.call(operations.declinePayout, d.candidate(other), { params: { id: given.application_id, payout: given.id } })
    expect(await spent()).toMatchObject({ earned_minor: PAY.amount_minor })
  })

  it('of the month is of this month, and of a job is of all its time', async () => {
    const paying = await openAnotherJob(d, `Months ${jobs}`, [...d.paying.stages])
    const both = () => caps(capOf(1_000_000, { job_id: null, currency: 'CHF' }), capOf(1_000_000, { job_id: null }), capOf(1_000_000, { job_id: paying.id }))
    await d.apply(`budget-${++people}@example.test`, paying)
    await both()
    const before = await budgets()
    expect(before.map((b) => [b.job_id, b.currency])).toEqual([[null, 'CHF'], [null, 'USD'], [paying.id, 'USD']])
    expect(before[0]?.earned_minor).toBe(0)
    expect(before[1]?.earned_minor).toBeGreaterThanOrEqual(PAY.amount_minor)
    await shift(40)
    expect((await budgets()).map((b) => b.earned_minor)).toEqual([0, 0, PAY.amount_minor])
  })

  it('that is enough for one lets one in of two who are invited at once', async () => {
    const [a, b] = [await apply(), await apply()]
    await caps(capOf(PAY.amount_minor))
    const both = await Promise.allSettled([advance(a), advance(b)])
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('is held by an invitation to something paid until that is written down, and by no other', async () => {
    const [a, b, other] = [await apply(), await apply(), await d.another('elsewhere')]
    const hold = (id: string, stage: number) => d.ctx.transaction(async (tx) => whyNotInvite(tx, await loadApplicationById(tx, id), job.stages[stage] ?? expect.fail('no stage'), { hold: true }))
    const waiting = async () => (await d.db.query(`select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`)).length
    await d.ctx.transaction(async (tx) => {
      await lockBudget(tx, d.orgId)
      await hold(a, 0)
      await why(a)
      await d.ctx.transaction((theirs) => lockBudget(theirs, other.orgId))
      const second = hold(b, 1)
      await expect.poll(waiting).toBe(1)
      return { second }
    }).then(({ second }) => second)
    expect(await waiting()).toBe(0)
  })

  it('is for a job of one’s own', async () => {
    const other = await d.another()
    await expect(caps(capOf(1, { job_id: other.paying.id }))).rejects.toMatchObject({ status: 404 })
    await caps(capOf(5))
    await d.call(operations.putPayoutSettings, other.owner, { body: { rail: 'manual', approvals: 2, caps: [] } })
    expect(await budgets()).toHaveLength(1)
    expect(await d.call(operations.getPayoutSettings, other.owner)).toEqual({ rail: 'manual', approvals: 2, rails: [{ rail: 'manual', mode: 'live' }], budgets: [] })
  })

  it('is changed by a rail that is here, and the change is on record', async () => {
    await expect(d.call(operations.putPayoutSettings, d.owner, { body: { rail: 'stripe', approvals: 1, caps: [] } })).rejects.toMatchObject({ code: 'rail_not_set_up', message: expect.stringContaining('“stripe”') })
    await d.call(operations.putPayoutSettings, d.owner, { body: { rail: 'manual', approvals: 0, caps: [] } })
    const [last] = await d.db.query(`select data from events where type = 'payout_settings.changed' and org_id = $1 order by seq desc limit 1`, [d.orgId])
    expect(last).toEqual({ data: { rail: 'manual', approvals: 0 } })
  })
})

describe('what was earned', () => {
  const inHands = async (id: string) => {
    await d.pass(0)
    const { state, approvals_needed } = await d.payout(id)
    return [state, approvals_needed]
  }

  it('to the last cent of a budget is paid as ever, and a cent beyond it by the word of two', async () => {
    const paying = await openAnotherJob(d, `To the cent ${jobs}`, [...d.paying.stages])
    await caps(capOf(PAY.amount_minor * 2 - 1, { job_id: paying.id }), capOf(0, { currency: 'EUR' }))
    expect(await inHands(await apply(paying))).toEqual(['accrued', 0])
    expect(await inHands(await apply(paying))).toEqual(['needs_approval', 2])
    await caps(capOf(PAY.amount_minor * 3, { job_id: paying.id }))
    expect(await inHands(await apply(paying))).toEqual(['accrued', 0])
  })

  it('in a stage that two have opened beyond the budget needs no other two', async () => {
    const id = await apply()
    await caps(capOf(0))
    await open(id)
    await open(id, d.second)
    await advance(id)
    await d.ctx.transaction((tx) => reactionsTogether['submission.sealed']?.(tx, [{ data: { application_id: id, stage_key: 'take-home', empty: false } }] as never) ?? expect.fail('Nobody listens'))
    expect(await inHands(id)).toEqual(['accrued', 0])
  })
})

describe('beyond it', () => {
  it('two people let in, an owner among them, for this candidate and this stage', async () => {
    const [a, b] = [await apply(), await apply()]
    await caps(capOf(0))
    expect(await open(a, d.recruiter)).toEqual({ people: 1, needed: 2 })
    await expect(open(a, d.recruiter)).rejects.toMatchObject({ code: 'budget_opened' })
    expect(await gate(a)).toMatchObject({ stage_name: 'Take-home', pay: PAY, opened_by: ['Remy'], open: false, needed: 'An owner has to open it, too.', why_not: null })
    await expect(advance(a)).rejects.toMatchObject({ code: 'stage_shut' })
    expect(await open(a)).toEqual({ people: 2, needed: 2 })
    expect(await gate(a)).toMatchObject({ opened_by: ['Remy', 'Olivia'], open: true, needed: '', why_not: expect.stringContaining('open already') })
    await advance(a)
    expect(await why(b)).not.toBeNull()
    expect(await d.db.query(`select job_id, data from events where type = 'payout.cap_exceeded' and application_id = $1 order by seq`, [a])).toEqual([d.recruiter, d.owner].map((m) => ({ job_id: job.id, data: { application_id: a, stage_key: 'take-home', member_id: m.memberId } })))
  })

  it('nobody stands where the next stage pays nothing, or there is none', async () => {
    const paid = await d.apply(`budget-${++people}@example.test`)
    await expect(open(paid)).rejects.toMatchObject({ code: 'stage_not_paid' })
    expect(await gate(paid)).toBeNull()
    const over = await apply()
    await d.db.query(`update applications set state = 'rejected' where id = $1`, [over])
    await caps(capOf(0))
    await expect(open(over)).rejects.toMatchObject({ code: 'stage_not_paid' })
    expect(await gate(over)).toBeNull()
  })

  it('those who can be the second are asked by mail, with what is left', async () => {
    const id = await apply()
    await caps(capOf(PAY.amount_minor - 1))
    await d.mails()
    await open(id)
    const asked = await d.mails()
    expect(asked.map((m) => m.to.name).sort()).toEqual(['Remy', 'Sam'])
    expect(asked[0]).toMatchObject({ fromName: 'Acme', subject: `Beyond the budget: budget-${people} and “Take-home”`, paragraphs: [expect.stringMatching(/^Hello/), expect.stringMatching(/^Olivia wants to let .* The budget of Trial \d+ is \$399\.99 USD, and \$399\.99 USD of it is left\.$/), 'One more person has to open it.'], action: { url: `https://hire.example/app/applications/${id}` } })
    await open(id, d.second)
    expect(await d.mails()).toEqual([])
  })

  it('only owners are asked where a recruiter began, and the budget of the month is called so', async () => {
    const id = await apply()
    await caps(capOf(1, { job_id: null }))
    await d.mails()
    await open(id, d.recruiter)
    const asked = await d.mails()
    expect(asked.map((m) => m.to.name).sort()).toEqual(['Olivia', 'Sam'])
    expect(asked[0]?.paragraphs[1]).toContain('The budget of this month is $0.01 USD')
  })
})
