import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { expectAccessible, openBrowser, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'
import { PAY, earn, openTrialJob } from '#test/support/payouts.ts'

let app: TestApp
let browser: Browser
let olivia: Client
let second: Client
let remy: Client
let job = { slug: '', id: '' }
beforeAll(async () => {
  app = await startTestApp()
  browser = await openBrowser()
  olivia = await app.signUpOwner()
  second = await app.inviteAndJoin(olivia, 'owner', 'second@acme.test')
  remy = await app.inviteAndJoin(olivia, 'recruiter')
  job = await openTrialJob(olivia, 'Engineer with a trial')
  await olivia.call(operations.putPayoutSettings, { body: { rail: 'manual', approvals: 1, caps: [{ job_id: null, currency: 'USD', cap_minor: PAY.amount_minor * 1.5 }] } })
  const first = await earn(app, job.slug, 'first@example.test')
  await olivia.call(operations.advance, { params: { id: first }, body: { from_stage: 'application' } })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** `SHOTS=folder` keeps what was seen, to be looked at. */
async function look(page: Page, name: string) {
  await expectAccessible(page)
  const folder = process.env['SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/budget-${name}.png`, fullPage: true })
}

async function pageOf(who: Client, path: string, o: { width?: number; dark?: boolean } = {}): Promise<Page> {
  const page = await (await windowOf(browser, app.url, who, o)).newPage()
  await page.goto(path)
  return page
}

async function openIt(page: Page) {
  await page.getByRole('button', { name: 'Open beyond the budget' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Open it' }).click()
}

test('beyond the budget a recruiter is told what is left and who may do what; one opening is not enough, two let the candidate in', async () => {
  const id = await earn(app, job.slug, 'casey@example.test')
  const recruiter = await pageOf(remy, `/app/applications/${id}`, { width: 360, dark: true })
  const budget = recruiter.getByRole('region', { name: 'Budget' })
  await budget.getByText('$600 USD: $400 USD is paid or promised, $200 USD is left').waitFor()
  await budget.getByText('Two people have to open it, an owner among them. Or an owner raises the budget.').waitFor()
  expect(await recruiter.getByRole('button', { name: 'Advance' }).getAttribute('aria-disabled')).toBe('true')
  await look(recruiter, 'recruiter')
  await openIt(recruiter)
  await budget.getByText(/Opened beyond the budget by Recruiter/).waitFor()
  expect(await recruiter.getByRole('button', { name: 'Open beyond the budget' }).getAttribute('aria-disabled')).toBe('true')
  expect(await recruiter.getByRole('button', { name: 'Advance' }).getAttribute('aria-disabled')).toBe('true')

  const board = await pageOf(olivia, `/app/jobs/${job.id}?tab=board`)
  await board.getByRole('button', { name: 'Actions for casey' }).click()
  await board.getByText(/Can’t advance yet: The budget of this month is \$600 USD.*open this stage for this candidate on their page/).waitFor()
  await look(board, 'board')

  const owner = await pageOf(second, `/app/applications/${id}`)
  await owner.getByText('An owner has to open it, too.').waitFor()
  await look(owner, 'owner')
  await openIt(owner)
  await owner.getByText('“Trial” is open beyond the budget').waitFor()
  await look(owner, 'open')
  await owner.getByRole('button', { name: 'Advance' }).click()
  await owner.getByRole('dialog').getByRole('button', { name: 'Move on' }).click()
  await owner.getByText('In Trial.').waitFor()
  await owner.getByText('opened a paid stage for the candidate beyond the budget').first().waitFor()
  expect(await owner.getByRole('region', { name: 'Budget' }).count()).toBe(0)
}, 60_000)
