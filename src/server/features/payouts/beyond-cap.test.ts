import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { PAY, earn, openTrialJob } from '#test/support/payouts.ts'
import { areEnough, neededInWords, stillNeeded, whyNotOpen } from './beyond-cap.ts'

const owner = { id: 'o', role: 'owner' as const }
const recruiter = { id: 'r', role: 'recruiter' as const }
const other = { id: 'x', role: 'recruiter' as const }

describe('beyond a cap', () => {
  it.each([
    [[], 2, true, 'Two people have to open it, an owner among them.'],
    [[owner], 1, false, 'One more person has to open it.'],
    [[recruiter], 1, true, 'An owner has to open it, too.'],
    [[recruiter, other], 1, true, 'An owner has to open it, too.'],
    [[owner, recruiter], 0, false, ''],
    [[recruiter, other, owner], 0, false, ''],
  ])('after %j as many are needed, an owner among them', (opened, people, needsOwner, words) => {
    expect(stillNeeded(opened)).toEqual({ people, owner: needsOwner })
    expect(areEnough(opened)).toBe(people === 0)
    expect(neededInWords(opened)).toBe(words)
  })

  it('nobody opens twice, a second recruiter is not the owner who is missing, and what is open is open', () => {
    expect(whyNotOpen([], recruiter)).toBeNull()
    expect(whyNotOpen([recruiter], owner)).toBeNull()
    expect(whyNotOpen([owner], recruiter)).toBeNull()
    expect(whyNotOpen([owner], owner)).toBe('You have opened it already. One more person has to open it.')
    expect(whyNotOpen([recruiter], other)).toBe('An owner has to be the second. Ask one of them.')
    expect(whyNotOpen([owner, recruiter], other)).toBe('It is open already. Advance the candidate.')
  })
})

describe('the budget before an invitation', () => {
  let app: TestApp
  let olivia: Client
  let second: Client
  let remy: Client
  let job = { slug: '', id: '' }
  let people = 0
  beforeAll(async () => {
    app = await startTestApp()
    olivia = await app.signUpOwner()
    second = await app.inviteAndJoin(olivia, 'owner', 'second@acme.test')
    remy = await app.inviteAndJoin(olivia, 'recruiter')
    job = await openTrialJob(olivia, 'Engineer with a trial')
  })
  afterAll(() => app.close())
  beforeEach(() => cap(PAY.amount_minor * 2 - 1))

  const cap = (cap_minor: number, job_id: string | null = job.id) => olivia.call(operations.putPayoutSettings, { body: { rail: 'manual', approvals: 1, caps: [{ job_id, currency: 'USD', cap_minor }] } })
  const advance = (id: string, who = olivia) => who.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  const gateOf = async (id: string, who = olivia) => (await who.call(operations.getBudgetGate, { params: { id } })).gate
  const open = (id: string, who: Client) => who.call(operations.openBeyondCap, { params: { id } })
  /** One is let in; whoever is next finds a cent too little. */
  async function spentBut(): Promise<string> {
    await cap(10_000_000)
    for (const a of (await olivia.call(operations.listApplications, { query: { limit: 100 } })).items) await olivia.try(operations.reject, { params: { id: a.id }, body: { reason: 'other', message: 'The next one, please.' } })
    await advance(await earn(app, job.slug, `in-${++people}@example.test`))
    await cap(PAY.amount_minor * 2 - 1)
    return earn(app, job.slug, `next-${people}@example.test`)
  }

  it('is not there where there is enough, nor after the end, nor before a stage that pays nothing', async () => {
    await cap(10_000_000)
    const id = await earn(app, job.slug, `rich-${++people}@example.test`)
    expect(await gateOf(id)).toBeNull()
    await advance(id)
    await cap(0)
    expect(await gateOf(id)).toBeNull()
    await expect(open(id, olivia)).rejects.toMatchObject({ code: 'stage_not_paid' })
  })

  it('says what is left of what, and that two people may open it; one is not enough', async () => {
    const id = await spentBut()
    expect(await gateOf(id, remy)).toEqual({ stage_name: 'Trial', pay: PAY, job_title: 'Engineer with a trial', cap: { ...PAY, amount_minor: 79_999 }, committed: PAY, left: { ...PAY, amount_minor: 39_999 }, opened_by: [], open: false, needed: 'Two people have to open it, an owner among them.', why_not: null })
    await expect(advance(id, remy)).rejects.toMatchObject({ code: 'stage_shut', problem: { detail: expect.stringMatching(/\$799\.99 USD; \$400 USD of it is paid or promised, so \$399\.99 USD is left, and “Trial” pays \$400 USD.*owner can raise/) } })
    expect((await olivia.call(operations.getApplication, { params: { id } })).actions[0]).toMatchObject({ name: 'advance', allowed: false, why_not: expect.stringContaining('is left') })
    expect(await open(id, remy)).toEqual({ people: 1, needed: 2 })
    await expect(open(id, remy)).rejects.toMatchObject({ code: 'budget_opened' })
    await expect(advance(id)).rejects.toMatchObject({ code: 'stage_shut' })
    expect(await gateOf(id, remy)).toMatchObject({ opened_by: [expect.stringMatching(/Recruiter/)], open: false, needed: 'An owner has to open it, too.', why_not: expect.stringContaining('already') })
    await app.settle()
    expect(app.mails.find('second@acme.test', /Beyond the budget/).text).toContain('$399.99 USD of it is left')
    await open(id, second)
    expect(await gateOf(id)).toMatchObject({ open: true, needed: '' })
    expect(await advance(id, remy)).toMatchObject({ stage_key: 'trial' })
  })

  it('is open for that candidate alone', async () => {
    const id = await spentBut()
    await open(id, olivia)
    await open(id, second)
    const other = await earn(app, job.slug, `other-${people}@example.test`)
    await expect(advance(other)).rejects.toMatchObject({ code: 'stage_shut' })
    expect((await gateOf(other))?.opened_by).toEqual([])
  })

  it('counts a budget that is exactly reached as enough', async () => {
    const id = await spentBut()
    await cap(PAY.amount_minor * 2)
    expect(await gateOf(id)).toBeNull()
    expect(await advance(id)).toMatchObject({ stage_key: 'trial' })
  })

  it('shows nothing below zero, and the month’s budget by its name', async () => {
    const id = await spentBut()
    await cap(1, null)
    expect(await gateOf(id)).toMatchObject({ job_title: null, left: { ...PAY, amount_minor: 0 } })
    await expect(advance(id)).rejects.toMatchObject({ problem: { detail: expect.stringMatching(/^The budget of this month is \$0\.01/) } })
  })
})
