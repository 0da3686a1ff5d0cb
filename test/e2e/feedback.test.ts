import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { expectAccessible, openBrowser, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'
import { writeReview } from '#test/support/hire.ts'
import { givenSubmission } from '#test/support/submission.ts'
import { choose } from './drivers/stage.ts'

let app: TestApp
let browser: Browser
let given: Awaited<ReturnType<typeof givenSubmission>>
let recruiter: Client
const windows: BrowserContext[] = []

beforeAll(async () => {
  app = await startTestApp()
  browser = await openBrowser()
  given = await givenSubmission(app)
  recruiter = await app.inviteAndJoin(given.owner, 'recruiter', 'rita@acme.test')
  for (const reviewer of [given.ana, given.ben]) {
    const reviewId = (await reviewer.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
    await writeReview(reviewer, reviewId, { level: 4 })
    await reviewer.call(operations.sealReview, { params: { id: reviewId } })
  }
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})
beforeEach(async () => {
  for (const w of windows.splice(0)) await w.close()
})

const STRONG = 'Your tables keep the rules by themselves, so two people can’t hold the same hour.'
const TRY = 'Next time, let a test in `bookings.test.ts` ask for the same hour twice at once.'

async function look(who: Client, path: string, o: { width?: number; dark?: boolean } = {}): Promise<Page> {
  const context = await windowOf(browser, app.url, who, o)
  windows.push(context)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(path)
  return page
}

const composer = (who: Client, o = {}) => look(who, `/app/applications/${given.id}?tab=review`, o)
const feedback = () => given.owner.call(operations.getFeedback, { params: { id: given.id } })
const field = (page: Page, heading: string) => page.getByRole('textbox', { name: `${heading}, visible to Casey Candidate` })

test('feedback is composed by clicks and by hand, put in order, and previewed as the candidate will read it', async () => {
  const page = await composer(given.owner)
  await page.getByRole('button', { name: 'Start from the template' }).click()
  await page.getByRole('button', { name: 'Insert words 1' }).click()
  await page.getByRole('button', { name: 'Insert note 1' }).click()
  expect(await field(page, 'What was strong').inputValue()).toMatch(/^\*\*.+:\*\* /)
  expect(await field(page, 'What to work on').inputValue()).toContain('Clear names throughout. (`src/app.ts`, line 1)')
  await choose(page, 'Insert into', 'Something to try next')
  await page.getByRole('button', { name: 'Insert note 1' }).click()
  await page.getByRole('button', { name: 'Move “Something to try next” up' }).click()
  await page.getByRole('button', { name: 'Remove “What to work on”' }).click()
  await page.getByRole('button', { name: 'Put it back' }).waitFor()
  await field(page, 'What was strong').fill(STRONG)
  await field(page, 'Something to try next').fill(TRY)
  const preview = page.getByRole('region', { name: 'Preview' })
  const letter = preview.frameLocator('iframe')
  await expect.poll(() => letter.locator('h4').allTextContents(), { timeout: 15_000 }).toEqual(['What was strong', 'Something to try next'])
  await letter.locator('code', { hasText: 'bookings.test.ts' }).waitFor()
  await preview.getByText('In the mail').click()
  await preview.getByText('Feedback on your work for').waitFor()
  await page.getByText('The draft is saved').waitFor()
  expect((await feedback()).text).toBe(`## What was strong\n\n${STRONG}\n\n## Something to try next\n\n${TRY}`)
  await expectAccessible(page)
}, 120_000)

test('what somebody else saved meanwhile is never written over: both texts are there, and a person decides', async () => {
  const page = await composer(given.owner)
  await field(page, 'What was strong').waitFor()
  const before = await feedback()
  await recruiter.call(operations.saveFeedback, { params: { id: given.id }, body: { text: before.text.replace('two people', 'two of them'), version: before.version } })
  await field(page, 'What was strong').fill(`${STRONG} Well done.`)
  const conflict = page.getByRole('alert').filter({ hasText: 'saved other words meanwhile' })
  await conflict.getByText('“What was strong”').waitFor()
  await conflict.getByText('two of them').waitFor()
  expect(await field(page, 'What was strong').inputValue()).toBe(`${STRONG} Well done.`)
  await conflict.getByRole('button', { name: 'Save mine' }).click()
  await expect.poll(async () => (await feedback()).text, { timeout: 15_000 }).toContain('Well done.')
}, 120_000)

test('pasted internal text is named in red, stops the sending, and nothing typed is lost by a closed tab', async () => {
  const page = await composer(given.owner)
  const evidence = 'What if two holds arrive at once?'
  await field(page, 'What was strong').fill(`${STRONG} ${evidence}`)
  await page.getByRole('alert').filter({ hasText: 'This must not go to the candidate' }).getByText(evidence).waitFor()
  await page.getByRole('button', { name: 'Send feedback' }).click()
  await page.getByRole('alert').filter({ hasText: 'One sentence must not go to the candidate' }).waitFor()
  await field(page, 'What was strong').fill(STRONG)
  await page.close({ runBeforeUnload: false })
  await expect.poll(async () => (await feedback()).flags, { timeout: 15_000 }).toEqual([])
  expect((await feedback()).text).toContain(STRONG)
}, 120_000)

test('it is planned for the candidate’s morning, taken back, and sent; the candidate reads it without JavaScript', async () => {
  const page = await composer(given.owner)
  await page.getByLabel('At 9:00 Casey Candidate’s time').check()
  await page.getByRole('combobox', { name: 'Time zone of Casey Candidate' }).fill('Berlin')
  await page.getByRole('option', { name: 'Europe/Berlin' }).click()
  await page.getByText(/Goes on .*09:00 \(Europe\/Berlin\)/).waitFor()
  await page.getByRole('button', { name: 'Plan for 9:00' }).click()
  await page.getByRole('heading', { name: 'Feedback planned' }).waitFor()
  await expectAccessible(page)

  const casey = await look(given.casey, `/portal/applications/${given.id}/feedback`, { width: 360 })
  await casey.getByText(/It reaches you on .*09:00 \(Europe\/Berlin\)/).waitFor()
  await expectAccessible(casey)
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByRole('button', { name: 'Send feedback' }).waitFor()
  await casey.reload()
  await casey.getByLabel('Your time zone').selectOption('Asia/Tokyo')
  await casey.getByRole('button', { name: 'Save time zone' }).click()
  await casey.getByText('Saved').waitFor()

  await page.getByRole('button', { name: 'Send feedback' }).click()
  await page.getByRole('heading', { name: 'Feedback sent' }).waitFor()
  const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  windows.push(context)
  await context.addCookies(given.casey.cookies().map((c) => ({ ...c, url: app.url })))
  const plain = await context.newPage()
  await plain.goto(`/portal/applications/${given.id}`)
  await plain.getByRole('link', { name: 'Read your feedback' }).click()
  await plain.getByRole('article').getByText(STRONG).waitFor()
}, 120_000)
