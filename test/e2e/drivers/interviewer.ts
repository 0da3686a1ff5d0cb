import type { Page } from 'playwright-core'
import { choose } from './stage.ts'

/** Offers times two days from now, at those hours of the browser's own zone. */
export async function offerTimes(page: Page, times: readonly string[]) {
  await page.goto('/app/times')
  const form = page.getByRole('region', { name: 'Publish times' })
  await form.getByLabel('Date').fill(new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10))
  await form.getByLabel('Length in minutes').fill('60')
  for (const [i, time] of times.entries()) {
    if (i > 0) await form.getByRole('button', { name: 'Add a start time' }).click()
    await form.getByLabel(new RegExp(`^Start time ${i + 1}\\b`)).fill(time)
  }
  await form.getByRole('button', { name: 'Publish times' }).click()
  await form.getByText('Published').waitFor()
}

/** Holds the booked interview in its workspace: the agenda over the code, then the scorecard, sealed. */
export async function holdInterview(page: Page) {
  await page.goto('/app/interviews')
  await page.getByRole('link', { name: 'Casey Candidate' }).click()
  await page.getByText('What if two holds arrive at once?').first().waitFor()
  await page.getByRole('button', { name: 'Mark as held' }).click()
  await page.getByText('held', { exact: true }).first().waitFor()
  await page.getByRole('tab', { name: 'Scorecard' }).click()
  for (const group of await page.getByRole('radiogroup').all()) await group.getByRole('radio').nth(3).check()
  for (const evidence of await page.getByLabel(/^Evidence for/).all()) {
    await evidence.fill('Changed the hold to a row lock live, and said what it costs.')
    await evidence.blur()
  }
  const summary = page.getByLabel('Summary')
  await summary.fill('At home in their own code, weighs trade-offs aloud.')
  await summary.blur()
  await choose(page, 'Recommendation', 'yes')
  await page.getByText('Missing before it can be sealed').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Seal scorecard' }).click()
  await page.getByRole('button', { name: 'Seal for good' }).click()
  await page.getByRole('region', { name: /^Scorecard by/ }).waitFor()
}
