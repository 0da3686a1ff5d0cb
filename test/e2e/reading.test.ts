import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { expectAccessible, openBrowser, windowOf } from '#test/support/browser.ts'
import { givenSubmission } from '#test/support/submission.ts'

const HOSTILE = `const name = 'Casey Candidate'\nif (admin) { //\u202e } begin\n  const long = '${'y'.repeat(3_000)}'\n}\n`

let app: TestApp
let browser: Browser
let given: Awaited<ReturnType<typeof givenSubmission>>
beforeAll(async () => {
  app = await startTestApp()
  browser = await openBrowser()
  given = await givenSubmission(app, { path: 'src/hostile.ts', text: HOSTILE, message: 'Say \u202ehello' })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** `SHOTS=folder` keeps what was seen, to be looked at. */
async function look(page: Page, name: string) {
  await expectAccessible(page)
  const folder = process.env['SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

const SIZES: [name: string, width: number, dark: boolean][] = [['wide', 1280, false], ['narrow-dark', 360, true]]

test.each(SIZES)('a reviewer reads files, changes, history and search with nothing hidden, %s', async (name, width, dark) => {
  const reviewId = (await given.ana.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
  const context = await windowOf(browser, app.url, given.ana, { width, dark })
  const page = await context.newPage()
  await page.goto(`/app/reviews/${reviewId}`)
  await page.getByText('hostile.ts').first().click()
  await page.locator('.cm-content .hidden-mark').first().waitFor()
  expect(await page.locator('.cm-content').textContent()).toContain('//⟦U+202E⟧ } begin')
  await look(page, `${name}-file`)
  await page.getByLabel('Who and when, by line').click({ force: true })
  await page.locator('.blame .from').first().waitFor()
  await look(page, `${name}-blame`)
  await page.getByRole('tab', { name: 'Changes' }).click()
  await page.getByRole('region', { name: 'Changes of src/hostile.ts' }).waitFor()
  await look(page, `${name}-changes`)
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByRole('button', { name: 'Show what push 1 changed' }).waitFor()
  await look(page, `${name}-history`)
  await page.getByRole('button', { name: 'Show what push 1 changed' }).click()
  await page.getByRole('region', { name: 'Changes of src/hostile.ts' }).waitFor()
  await page.getByRole('tab', { name: 'Search' }).click()
  await page.getByLabel('Search in all files').fill('admin')
  await page.keyboard.press('Enter')
  await page.getByText('src/hostile.ts:2').waitFor()
  await look(page, `${name}-search`)
  expect(await page.locator('body').textContent()).not.toMatch(/casey|\u202e/i)
  await page.getByText('src/hostile.ts:2').click()
  await page.locator('.cm-content:focus .cm-line', { hasText: 'begin' }).waitFor()
  await context.close()
}, 60_000)

test('the address of the application page leads back to a line', async () => {
  const context = await windowOf(browser, app.url, given.owner)
  const page = await context.newPage()
  await page.goto(`/app/applications/${given.id}`)
  await page.getByRole('tab', { name: /take-home|assignment/i }).first().click()
  await page.getByText('hostile.ts').first().click()
  // Until it is there, the file that was shown before it has a line 2, too.
  await page.locator('.cm-content .hidden-mark').first().waitFor()
  await page.locator('.cm-lineNumbers .cm-gutterElement', { hasText: '2' }).first().click()
  await page.waitForFunction(() => window.location.hash.includes('line=2'))
  expect(new URL(page.url()).hash).toBe('#file=src%2Fhostile.ts&line=2')
  await look(page, 'application')
  await context.close()
}, 60_000)
