import type { Page } from 'playwright-core'
import { choose } from './stage.ts'

const EVIDENCE = 'The constraint on machine and time makes a double booking impossible.'

/** Opens the newest review that was asked for. */
export async function openReview(page: Page) {
  await page.goto('/app/reviews')
  await page.getByRole('link', { name: /Open my review/ }).first().click()
  await page.getByRole('region', { name: 'Rubric' }).first().waitFor()
}

/** A whole review: a comment on a line of the changed file, a level with evidence for each criterion, a verdict. */
export async function writeReview(page: Page, o: { level: number; recommendation: string }) {
  await commentOnLine(page, 'src/bookings.ts', 1)
  for (const name of await criteria(page)) await score(page, name, o.level)
  const summary = page.getByLabel('Summary for the team')
  await summary.fill('Sound tables, honest tests, and notes that say what is missing.')
  await summary.blur()
  await choose(page, 'Recommendation', o.recommendation)
}

const rubricOf = (page: Page) => page.getByRole('region', { name: 'Scorecard' })

async function criteria(page: Page): Promise<string[]> {
  const names = await rubricOf(page).locator('.criterion').evaluateAll((all) => all.map((e) => e.getAttribute('aria-label')))
  return names.map((name) => name ?? '')
}

async function score(page: Page, name: string, level: number) {
  const criterion = rubricOf(page).getByRole('region', { name, exact: true })
  const head = criterion.getByRole('button').first()
  if ((await head.getAttribute('aria-expanded')) === 'false') await head.click()
  await criterion.getByRole('radio').nth(level - 1).check()
  const evidence = criterion.getByLabel(`Evidence for ${name}`)
  await evidence.fill(EVIDENCE)
  await evidence.blur()
  await criterion.getByText('Kept', { exact: true }).waitFor()
}

async function commentOnLine(page: Page, path: string, line: number) {
  await page.getByRole('treeitem', { name: path.split('/').at(-1) ?? path }).click()
  await page.locator('.dl-no[data-side=new]', { hasText: new RegExp(`^${line}$`) }).first().click()
  const form = page.getByRole('region', { name: `Comment on ${path}:${line}` })
  await form.getByText('Question', { exact: true }).click()
  await form.getByLabel('Comment', { exact: true }).fill('What if two holds arrive at once?')
  await form.getByRole('button', { name: 'Add comment' }).click()
  await page.getByRole('article').getByText('What if two holds arrive at once?').waitFor()
}

export async function seal(page: Page) {
  const button = page.getByRole('button', { name: 'Seal for good' })
  await page.getByRole('button', { name: 'Seal review' }).click()
  // What was written a moment ago is on its way; the sheet follows it.
  await button.and(page.locator(':enabled')).click()
  await page.getByText(/Sealed: yours|Revealed/).first().waitFor()
}
