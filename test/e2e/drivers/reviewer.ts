import type { Page } from 'playwright-core'
import { choose } from './stage.ts'

const EVIDENCE = 'The constraint on machine and time makes a double booking impossible.'

/** Opens the newest review that was asked for. */
export async function openReview(page: Page) {
  await page.goto('/app/reviews')
  await page.getByRole('link', { name: /Open my review/ }).first().click()
  await page.getByRole('region', { name: 'Rubric' }).waitFor()
}

/** A whole review: a comment on a line of the changed file, a level with evidence for each criterion, a verdict. */
export async function writeReview(page: Page, o: { level: number; recommendation: string }) {
  await commentOnLine(page, 'src/bookings.ts', 1)
  for (const group of await page.getByRole('radiogroup').all()) await group.getByRole('radio').nth(o.level - 1).check()
  for (const evidence of await page.getByLabel(/^Evidence for/).all()) {
    await evidence.fill(EVIDENCE)
    await evidence.blur()
  }
  const summary = page.getByLabel('Summary for the team')
  await summary.fill('Sound tables, honest tests, and notes that say what is missing.')
  await summary.blur()
  await choose(page, 'Recommendation', o.recommendation)
}

async function commentOnLine(page: Page, path: string, line: number) {
  await page.getByRole('region', { name: 'Files' }).getByRole('button', { name: path }).click()
  await page.locator('.cm-lineNumbers .cm-gutterElement', { hasText: new RegExp(`^${line}$`) }).click()
  await page.getByText(`Comment on ${path}:${line}`).waitFor()
  await choose(page, 'Kind', 'question for the interview')
  await page.getByLabel('Comment', { exact: true }).fill('What if two holds arrive at once?')
  await page.getByRole('button', { name: 'Add comment' }).click()
  await page.getByRole('paragraph').filter({ hasText: 'What if two holds arrive at once?' }).waitFor()
}

export async function seal(page: Page) {
  await page.getByText('Missing before it can be sealed').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Seal review' }).click()
  await page.getByRole('button', { name: 'Seal for good' }).click()
  await page.getByText(/Sealed: yours|Revealed/).first().waitFor()
}
