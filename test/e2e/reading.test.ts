import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { look, openBrowser, windowOf } from '#test/support/browser.ts'
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

const SIZES: [name: string, width: number, dark: boolean][] = [['wide', 1280, false], ['narrow-dark', 360, true]]

test.each(SIZES)('a reviewer reads files, changes, history and search with nothing hidden, %s', async (name, width, dark) => {
  const reviewId = (await given.ana.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
  const context = await windowOf(browser, app.url, given.ana, { width, dark })
  const page = await context.newPage()
  await page.goto(`/app/reviews/${reviewId}`)
  await page.getByRole('treeitem', { name: 'hostile.ts' }).click()
  await page.getByRole('grid', { name: 'Changes' }).locator('.hidden-mark').first().waitFor()
  await look(page, `${name}-changes`)
  await page.getByRole('tab', { name: 'File', exact: true }).click()
  const code = page.getByRole('grid', { name: 'src/hostile.ts' })
  await code.locator('.hidden-mark').first().waitFor()
  expect(await code.textContent()).toContain('//⟦U+202E⟧ } begin')
  await look(page, `${name}-file`)
  await page.getByRole('button', { name: 'How code is shown' }).click()
  await page.getByLabel('Who and when, by line').click({ force: true })
  await code.locator('.dl-note').first().waitFor()
  await page.keyboard.press('Escape')
  await look(page, `${name}-blame`)
  await page.getByRole('tab', { name: 'Commits' }).click()
  await page.getByRole('button', { name: 'Show what push 1 changed' }).waitFor()
  await look(page, `${name}-history`)
  await page.getByRole('button', { name: 'Show what push 1 changed' }).click()
  await page.getByRole('grid', { name: 'Changes' }).locator('.hidden-mark').first().waitFor()
  expect(new URL(page.url()).hash).toContain('push=')
  await page.getByRole('tab', { name: 'Search' }).click()
  await page.getByLabel('Search in all files').fill('admin')
  await page.keyboard.press('Enter')
  await page.getByText('src/hostile.ts:2').waitFor()
  await look(page, `${name}-search`)
  expect(await page.locator('body').textContent()).not.toMatch(/casey|\u202e/i)
  await page.getByText('src/hostile.ts:2').click()
  await page.locator('.dl:focus .dl-row[data-active]', { hasText: 'begin' }).waitFor()
  await context.close()
}, 60_000)

test('the address of the application page leads back to a line, also one that was kept long ago', async () => {
  const context = await windowOf(browser, app.url, given.owner)
  const page = await context.newPage()
  await page.goto(`/app/applications/${given.id}`)
  await page.getByRole('tab', { name: /take-home|assignment/i }).first().click()
  await page.getByRole('treeitem', { name: 'hostile.ts' }).click()
  await page.getByRole('grid', { name: 'Changes' }).locator('.hidden-mark').first().waitFor()
  await page.locator('.dl-no[data-side=new]', { hasText: /^2$/ }).first().click()
  await page.waitForFunction(() => window.location.hash.includes('line=2'))
  expect(new URL(page.url()).hash).toBe('#view=changes&file=src%2Fhostile.ts&line=2')
  await look(page, 'application')
  // The tab is in the address; the rest of it is as it was written before there were views.
  const { pathname, search } = new URL(page.url())
  const another = await context.newPage()
  await another.goto(`${pathname}${search}#file=src%2Fhostile.ts&line=2`)
  await another.getByRole('grid', { name: 'src/hostile.ts' }).locator('.dl-row[data-active]', { hasText: 'begin' }).waitFor()
  await context.close()
}, 60_000)
