import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { openBrowser, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'
import { ANSWERS, git, memberId, openJob, pushWork } from '#test/support/hire.ts'

let app: TestApp
let browser: Browser
let owner: Client
let slug: string
let count = 0
beforeAll(async () => {
  app = await startTestApp()
  browser = await openBrowser()
  owner = await app.signUpOwner()
  const ana = await memberId(await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test'))
  const ben = await memberId(await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test'))
  slug = (await openJob(owner, { reviewers: [ana, ben], interviewers: [ana], timeLimit: 'PT4H' })).slug
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

let context: BrowserContext
let page: Page
let clock: string
let work: { url: string; token: string }
let assignment: string
beforeEach(async () => {
  const email = `casey${++count}@example.org`
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: slug }, body: { name: 'Casey', email, answers: ANSWERS } })
  const casey = await app.portal(email)
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  assignment = (await casey.call(operations.getPortalAssignment, { params: { id } })).id
  const params = { id: assignment }
  await casey.call(operations.startAssignment, { params })
  const { token, clone_url: url } = await casey.call(operations.createGitToken, { params })
  work = { url, token }
  clock = `/portal/applications/${id}/assignment`
  context = await windowOf(browser, app.url, casey, { width: 360 })
  page = await context.newPage()
})
afterEach(() => context.close())

/** The page looks again every ten seconds, and whenever somebody comes back to it. */
const comeBack = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
const timeLeft = () => page.getByRole('timer').first().innerText()

test('a push is seen on the clock page without loading it again', async () => {
  await page.goto(clock)
  await page.evaluate(() => Object.assign(globalThis, { neverLeft: true }))
  await page.getByText('We have received no push to main yet').waitFor()
  const { repo } = await pushWork(app.dataDir, work.url, work.token)
  await comeBack()
  await page.getByText('Add holds and bookings').first().waitFor()
  await page.getByRole('region', { name: 'Pushes we received' }).getByText((await git(repo, 'rev-parse', 'HEAD')).slice(0, 7)).first().waitFor()
  expect(await page.evaluate(() => 'neverLeft' in globalThis)).toBe(true)
})

test('more time is shown as soon as somebody looks, and in the title of the tab', async () => {
  await page.goto(clock)
  expect(await timeLeft()).toMatch(/^(4 hours 0 minutes|3 hours 59 minutes)$/)
  await owner.call(operations.grantExtension, { params: { id: assignment }, body: { seconds: 3600, reason: 'The power was out.' } })
  await comeBack()
  await expect.poll(timeLeft).toMatch(/^(5 hours 0 minutes|4 hours 59 minutes)$/)
  expect(await page.title()).toMatch(/^(5 hours|4 hours 59)/)
  await page.getByText('The power was out.').waitFor()
})

test('who is offline is told so, and told when they are back', async () => {
  await page.goto(clock)
  await context.setOffline(true)
  await comeBack()
  await page.getByText('You are offline.').waitFor()
  await context.setOffline(false)
  await comeBack()
  await page.getByText('You are offline.').waitFor({ state: 'hidden' })
})

test('a computer whose clock is five hours wrong shows the same time left', async () => {
  await page.addInitScript(() => {
    const real = Date.now
    Date.now = () => real() + 5 * 3_600_000
  })
  await page.goto(clock)
  await page.waitForTimeout(1200)
  expect(await timeLeft()).toMatch(/^(4 hours 0 minutes|3 hours 59 minutes)$/)
})

test('who hears the page is told at half time, once, and not in between', async () => {
  await app.db.query(`update assignments set started_at = hw_now() - interval '3 hours', deadline_at = hw_now() + interval '3 hours 3 seconds' where id = $1`, [assignment])
  await page.goto(clock)
  const spoken = page.locator('[data-announcement]')
  expect(await spoken.textContent()).toBe('')
  await expect.poll(() => spoken.textContent(), { timeout: 8000 }).toMatch(/^(3 hours 0 minutes|2 hours 59 minutes) left$/)
})
