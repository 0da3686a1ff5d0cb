import { afterAll, beforeAll, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { earn, fakeRail, startPayingApp, turn } from '#test/support/payouts.ts'

const rail = fakeRail()
let app: TestApp
let owner: Client
let slug = ''
beforeAll(async () => {
  ;({ app, owner, slug } = await startPayingApp(rail, 'Engineer, "senior"'))
})
afterAll(() => app.close())

const payoutOf = async (application: string) => (await owner.call(operations.listPayouts)).items.find((p) => p.application_id === application) ?? expect.fail('no payout')
async function paid(email: string, paid_on: string, reference = 'SEPA 1'): Promise<string> {
  const { id } = await payoutOf(await earn(app, slug, email))
  await owner.call(operations.recordPayment, { params: { id }, body: { paid_on, reference } })
  return id
}
const payees = async (year?: number) => owner.call(operations.listPayees, year === undefined ? {} : { query: { year } })
/** The lines of a year, without the head. */
const lines = async (year: number) => (await owner.try(operations.exportPayouts, { query: { year } })).text.split('\r\n').slice(1, -1)
const thisYear = new Date().getUTCFullYear()

it('counts what was paid in a year by the day it was paid, and nothing that is only owed, of test money, or came back', async () => {
  await paid('ada@example.test', '2025-12-31')
  await earn(app, slug, 'only-owed@example.test')
  await owner.call(operations.putPayoutSettings, { body: { rail: 'tremendous', approvals: 0, caps: [] } })
  const byRail = await payoutOf(await earn(app, slug, 'test-money@example.test'))
  await app.settle()
  turn(rail, byRail.id, { state: 'paid' })
  await app.clock.shift(1200)
  await app.settle()
  await owner.call(operations.putPayoutSettings, { body: { rail: 'manual', approvals: 1, caps: [] } })
  expect((await payoutOf(byRail.application_id)).state).toBe('paid')
  expect(await payees(2025)).toMatchObject({ year: 2025, threshold: { amount_minor: 60_000 }, fixed_by_law: true, items: [{ candidate: { email: 'ada@example.test' }, totals: [{ total: { amount_minor: 40_000, currency: 'USD' }, payments: 1 }], standing: 'below' }] })
  expect((await payees(2024)).items).toEqual([])
  const { items, year, years } = await payees()
  expect([year, years]).toEqual([thisYear, [thisYear, 2025]])
  expect(items.map((i) => i.candidate.email)).not.toContain('test-money@example.test')
  expect(items.map((i) => i.candidate.email)).not.toContain('only-owed@example.test')
})

it('exports one row for each payout of a year, in order, and nothing that a spreadsheet would run', async () => {
  const late = await paid('late@example.test', '2023-06-02', '=HYPERLINK("https://evil.test")')
  const early = await paid('early@example.test', '2023-06-01', 'SEPA "7", twice')
  const answer = await owner.try(operations.exportPayouts, { query: { year: 2023 } })
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toContain('payouts-2023.csv')
  expect(answer.text.split('\r\n')[0]).toBe('key,payee,email,job,work,amount,currency,state,earned_on,promised_by,sent_on,paid_on,reference,rail,money,provider_id,in_place_of,given_to')
  const earned = new Date().toISOString().slice(0, 10)
  const [first, second, ...others] = await lines(2023)
  expect(others).toEqual([])
  expect(first).toMatch(new RegExp(`^${early},early,early@example.test,"Engineer, ""senior""",Application,400.00,USD,paid,${earned.slice(0, 8)}..,20..-..-..,,2023-06-01,"SEPA ""7"", twice",manual,real,,,$`))
  expect(second).toContain(`${late},late,`)
  expect(second).toContain(`"'=HYPERLINK(""https://evil.test"")"`)
})

it('has what is not paid in the year in which it was earned, with its state', async () => {
  const rows = await lines(thisYear)
  expect(rows.find((r) => r.includes('only-owed@example.test'))).toContain(',accrued,')
  expect(rows.find((r) => r.includes('test-money@example.test'))).toMatch(/,tremendous,test,po-1,,$/)
})

it('belongs to one company alone, and the file to its owners', async () => {
  const recruiter = await app.inviteAndJoin(owner, 'recruiter')
  expect((await recruiter.try(operations.exportPayouts, { query: { year: 2023 } })).status).toBe(403)
  expect((await recruiter.call(operations.listPayees, { query: { year: 2023 } })).items).toHaveLength(2)
})
