import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { expectAccessible, openBrowser, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'
import { givenSubmission } from '#test/support/submission.ts'
import { workOn } from '#test/support/worked-on.ts'

const WORDS = 'The constraint on machine and time makes a double booking impossible.'

let app: TestApp
let browser: Browser
let given: Awaited<ReturnType<typeof givenSubmission>>
beforeAll(async () => {
  app = await startTestApp()
  browser = await openBrowser()
  given = await givenSubmission(app, { inClone: workOn })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

async function reviewOf(who: Client): Promise<string> {
  return (await who.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
}

async function openAs(who: Client, o: { width?: number; dark?: boolean; hash?: string } = {}): Promise<Page> {
  const context = await windowOf(browser, app.url, who, { width: 1400, ...o })
  const page = await context.newPage()
  await page.goto(`/app/reviews/${await reviewOf(who)}${o.hash ?? ''}`)
  return page
}

const changes = (page: Page) => page.getByRole('grid', { name: 'Changes' })
const writing = (page: Page) => page.getByRole('textbox', { name: 'Comment', exact: true })

test('a tab that is killed in the middle of a comment loses nothing', async () => {
  const page = await openAs(given.ben, { hash: '#view=changes&file=src%2Fbookings%2Fstore.ts&line=12' })
  await page.locator('.dl:focus .dl-row[data-active]').waitFor()
  await page.keyboard.press('c')
  await writing(page).waitFor()
  await page.keyboard.type('Half a thou')
  // At once: the two seconds in which it would be kept by itself are not over.
  await page.close({ runBeforeUnload: false })
  await page.context().close()
  const kept = async () => (await given.ben.call(operations.getReview, { params: { id: await reviewOf(given.ben) } })).drafts.map((d) => d.body)
  await expect.poll(kept, { timeout: 20_000 }).toEqual(['Half a thou'])
  const again = await openAs(given.ben, { hash: '#view=changes&file=src%2Fbookings%2Fstore.ts&line=12' })
  await again.getByRole('region', { name: 'Comment on src/bookings/store.ts:12' }).waitFor()
  expect(await writing(again).inputValue()).toBe('Half a thou')
  await again.getByRole('button', { name: 'Discard' }).click()
  await writing(again).waitFor({ state: 'detached' })
  await expect.poll(kept, { timeout: 20_000 }).toEqual([])
  await again.context().close()
}, 120_000)

test('a line that drops is said, and what was written meanwhile is kept when it is back', async () => {
  const page = await openAs(given.ben, { hash: '#view=changes&file=migrations%2F002_bookings.sql&line=3' })
  await page.locator('.dl:focus .dl-row[data-active]').waitFor()
  await page.context().setOffline(true)
  await page.keyboard.press('c')
  await writing(page).fill('Written on a train')
  await page.getByRole('alert').getByText(/Not saved yet/).waitFor()
  await page.context().setOffline(false)
  await page.getByText('Draft kept').waitFor()
  const { drafts } = await given.ben.call(operations.getReview, { params: { id: await reviewOf(given.ben) } })
  expect(drafts.map((d) => d.body)).toEqual(['Written on a train'])
  await page.getByRole('button', { name: 'Discard' }).click()
  await writing(page).waitFor({ state: 'detached' })
  await page.context().close()
}, 120_000)

for (const dark of [false, true]) {
  test(`at 360 px a review is read by tabs, and not written, ${dark ? 'dark' : 'light'}`, async () => {
    const page = await openAs(given.ana, { width: 360, dark })
    await page.getByRole('tab', { name: 'Files' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('tab', { name: 'Code' }).click()
    await changes(page).locator('.dl-line').first().waitFor()
    // A head of two lines has the room of two lines.
    await expect.poll(() => changes(page).locator('.dl-row').evaluateAll(hidden)).toEqual([])
    await page.getByRole('tab', { name: 'Files' }).click()
    await page.getByRole('treeitem', { name: 'app.ts' }).click()
    await changes(page).locator('.dl-line').first().waitFor()
    await expectAccessible(page)
    await page.locator('.dl-no[data-side=new]', { hasText: /^4$/ }).first().click()
    await page.keyboard.press('c')
    await page.getByRole('tab', { name: 'Commits' }).click()
    await page.getByRole('button', { name: /^Show what [0-9a-f]{7} changed/ }).first().waitFor()
    await expectAccessible(page)
    await page.getByRole('tab', { name: 'Rubric' }).click()
    await page.getByRole('region', { name: 'Rubric' }).waitFor()
    await expectAccessible(page)
    expect(await page.locator('textarea, input[type=radio]:not([value=unified], [value=split])').count()).toBe(0)
    expect(await page.getByRole('button', { name: /seal|comment on/i }).count()).toBe(0)
    await page.context().close()
  }, 120_000)
}

/** Rows of which something lies under the one after them. Runs in the page. */
function hidden(rows: Element[]): string[] {
  const boxes = rows.map((row) => ({ text: row.textContent?.slice(0, 60) ?? '', top: row.getBoundingClientRect().top, bottom: row.getBoundingClientRect().bottom })).sort((a, b) => a.top - b.top)
  return boxes.flatMap((box, i) => ((boxes[i + 1]?.top ?? Infinity) < box.bottom - 1 ? [box.text] : []))
}

test('what is missing leads to where it is written', async () => {
  const page = await openAs(given.ben)
  await page.getByRole('button', { name: 'Seal review' }).click()
  await page.getByRole('button', { name: /^Score “Test quality”/ }).click()
  await page.locator('.criterion[data-current]', { hasText: 'Test quality' }).waitFor()
  await page.getByRole('button', { name: 'Seal review' }).click()
  await page.getByRole('button', { name: /^Write a summary/ }).click()
  await page.locator('textarea:focus').waitFor()
  expect(await page.getByLabel('Summary for the team').evaluate((field) => field === document.activeElement)).toBe(true)
  await page.context().close()
}, 120_000)

test('keys do nothing while somebody types, nor once they are switched off', async () => {
  const page = await openAs(given.ben)
  await changes(page).locator('.dl-line').first().waitFor()
  await page.getByLabel('Filter files').fill('')
  await page.keyboard.type('t?v5')
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(await page.getByText('0/4 scored').count()).toBe(1)
  await page.getByLabel('Filter files').fill('')
  await page.getByRole('button', { name: /^Keys/ }).click()
  await page.getByLabel('Keys of one letter').click({ force: true })
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await changes(page).focus()
  await page.keyboard.press('t')
  await page.keyboard.press('?')
  await page.keyboard.press('5')
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(await page.getByText('0/4 scored').count()).toBe(1)
  await page.reload()
  await page.getByRole('button', { name: /^Keys/ }).click()
  expect(await page.getByLabel('Keys of one letter').isChecked()).toBe(false)
  await page.getByLabel('Keys of one letter').click({ force: true })
  await page.context().close()
}, 120_000)

test('two reviewers at once: a whole review by keyboard alone, the other beside it sees nothing, and both open when both are sealed', async () => {
  const ben = await openAs(given.ben)
  const ana = await openAs(given.ana)
  await ben.getByText(/You have not sealed yet/).waitFor()
  await reviewByKeys(ana)
  expect(await ben.locator('body').textContent()).not.toContain('One may begin where')
  await sealByKeys(ana)
  await ana.getByText('Sealed: yours can’t be changed any more').waitFor()
  expect(await ana.getByText(/revealed/i).count()).toBe(0)
  // Of the other it becomes known that she is done, and nothing else.
  await ben.getByText(/Reviewer ana has sealed/).waitFor()
  expect(await ben.locator('body').textContent()).not.toMatch(/One may begin where|double booking impossible/)
  await reviewByKeys(ben)
  await sealByKeys(ben)
  for (const page of [ana, ben]) await page.getByText('Every review of this round is sealed and open to the team.').waitFor({ timeout: 30_000 })
  await ben.getByRole('link', { name: 'Review by Reviewer ana' }).click()
  await ben.getByRole('heading', { name: 'Review by Reviewer ana' }).waitFor()
  await ben.getByRole('article').getByText('One may begin where another ends: is that tried?').waitFor()
  await expectAccessible(ben)
  for (const page of [ana, ben]) await page.context().close()
}, 240_000)

/** Not a click: files walked, lines chosen, remarks made, every criterion scored, one of them said not to be assessable. */
async function reviewByKeys(page: Page) {
  await changes(page).locator('.dl-line').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.waitForFunction(() => window.location.hash.includes('store.ts'))
  await page.keyboard.press('v')
  await page.getByText('1/7 viewed').waitFor()
  await page.keyboard.press('v')
  await page.getByText('0/7 viewed').waitFor()
  await commentByKeys(page)
  await page.keyboard.press('4')
  await page.keyboard.press('e')
  await page.keyboard.type(WORDS)
  await page.keyboard.press('Tab')
  const names = await page.locator('.criterion').evaluateAll((all) => all.map((e) => e.getAttribute('aria-label') ?? ''))
  for (const _ of names.slice(1, -1)) {
    await changes(page).focus()
    await page.keyboard.press('.')
    await page.keyboard.press('3')
    await page.keyboard.press('e')
    await page.keyboard.type(WORDS)
  }
  await changes(page).focus()
  await page.keyboard.press('.')
  await page.keyboard.press('x')
  await page.keyboard.type('There is a single commit, so there is no history to judge.')
  await page.getByText(`${names.length}/${names.length} scored`).waitFor()
  await changes(page).focus()
  await page.keyboard.press('s')
  await page.keyboard.type('Sound tables, honest tests, and notes that say what is missing.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByText(/, weighted 3\.\d+ of 5/).waitFor()
}

/** A file is found, three of its lines are chosen and spoken of. */
async function commentByKeys(page: Page) {
  await page.keyboard.press('t')
  await page.getByRole('combobox', { name: 'Letters of its path' }).waitFor()
  await page.keyboard.type('bkstore')
  await page.getByRole('option', { name: 'src/bookings/store.ts' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await changes(page).focus()
  for (const key of ['ArrowDown', 'ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'c']) await page.keyboard.press(key)
  await writing(page).waitFor()
  const region = page.getByRole('region', { name: /^Comment on src\/bookings\/store\.ts:\d+–\d+$/ })
  await region.waitFor()
  await page.keyboard.type('One may begin where another ends: is that tried?')
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.getByRole('article').getByText('One may begin where another ends').waitFor()
  // The keyboard is back where it was.
  await page.locator('.dl:focus').waitFor()
}

async function sealByKeys(page: Page) {
  await page.keyboard.press('ControlOrMeta+Shift+Enter')
  await page.getByRole('dialog').getByText('A sealed review can’t be changed.').waitFor()
  const seal = page.getByRole('button', { name: 'Seal for good' }).and(page.locator(':enabled'))
  await seal.waitFor()
  for (let i = 0; i < 8 && !(await seal.evaluate((e) => e === document.activeElement)); i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
