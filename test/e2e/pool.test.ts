import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { look, openBrowser, pageAt, WAYS } from '#test/support/browser.ts'
import { type ReviewHouse, startReviewHouse } from '#test/support/review-round.ts'

let house: ReviewHouse
let browser: Browser
beforeAll(async () => {
  house = await startReviewHouse()
  browser = await openBrowser()
}, 200_000)
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

it('the pool of a review stage is chosen in the process, and the team’s page says who is asked next', async () => {
  await house.inReview()
  const page = await pageAt(browser, house.app.url, house.owner.client, `/app/jobs/${house.jobId}?tab=team`)
  const next = page.getByRole('region', { name: 'Who is asked for reviews' })
  await next.getByText('1 open review').first().waitFor()
  await next.getByText('Who is picked, and by what rule').click()
  await next.getByText(/Between equals chance decides/).waitFor()
  await look(page, 'pool-team')
  await page.getByRole('tab', { name: 'Process' }).click()
  await page.getByRole('button', { name: /^3\. Review/ }).click()
  await page.getByText(/^Now: /).waitFor()
  await page.getByLabel('Who may be asked', { exact: true }).selectOption('named')
  const named = page.getByRole('group', { name: 'Members who may be asked' })
  for (const name of ['Reviewer r1', 'Reviewer r2']) await named.getByRole('checkbox', { name }).uncheck()
  await page.getByText('Only 1 of 2 can be asked').waitFor()
  await named.getByRole('checkbox', { name: 'Recruiter rec' }).check()
  await page.getByText('Only 1 of 2 can be asked').waitFor({ state: 'detached' })
  await look(page, 'pool-named')
  await page.getByRole('button', { name: /^Save/ }).first().click()
  await expect.poll(async () => (await house.owner.client.call(operations.getJobPool, { params: { id: house.jobId }, query: { of: 'draft' } })).review?.from, { timeout: 20_000 }).toBe('named')
  await page.context().close()
  await house.owner.client.call(operations.publishJob, { params: { id: house.jobId } })
  for (const o of WAYS) {
    const seen = await pageAt(browser, house.app.url, house.owner.client, `/app/jobs/${house.jobId}?tab=team`, o)
    await seen.getByText(/The members that the stage “Review” names/).waitFor()
    await look(seen, `pool-team-${o.name}`)
    await seen.context().close()
  }
}, 240_000)
