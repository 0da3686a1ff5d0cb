import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { expectAccessible, openBrowser, pageAt } from '#test/support/browser.ts'
import { fillReview, type Person, type ReviewHouse, sealFilled, startReviewHouse } from '#test/support/review-round.ts'

const REASON = 'The hiring manager left, and the candidate has waited for three weeks.'

let house: ReviewHouse
let browser: Browser
beforeAll(async () => {
  house = await startReviewHouse()
  browser = await openBrowser()
}, 200_000)
afterAll(async () => {
  await browser.close()
  await house.close()
})

const at = (applicationId: string, who: Person, o: { width?: number; dark?: boolean } = {}) => pageAt(browser, house.app.url, who.client, `/app/applications/${applicationId}?tab=review`, o)

it('a round on a telephone: declined with a reason, and the door is shut', async () => {
  const r = await house.inReview('phone@example.test')
  const page = await at(r.applicationId, r.first, { width: 360 })
  await page.getByRole('button', { name: 'Decline', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Decline this review' })
  await dialog.getByRole('radio', { name: 'It is not my field' }).check()
  await dialog.getByLabel('In your words').fill('I have never written SQL.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Decline' }).click()
  await page.getByText(/round is closed to you/).waitFor()
  const owner = await at(r.applicationId, house.owner)
  await owner.getByText('not my field').waitFor()
  await owner.getByText('I have never written SQL.').waitFor()
})

it('an emergency opens what is sealed, after everything it means was read; then differences are settled in writing', async () => {
  const r = await house.inReview('emergency@example.test')
  await fillReview(r.first)
  await r.first.client.call(operations.saveScore, { params: { id: r.first.reviewId, criterion: 'data' }, body: { level: 1, cannot_assess: null, evidence: 'The unique index is missing, so two bookings at once both succeed.' } })
  await r.first.client.call(operations.sealReview, { params: { id: r.first.reviewId } })
  const page = await at(r.applicationId, house.owner)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: /Emergency/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Open sealed reviews early' })
  const open = dialog.getByRole('button', { name: 'Open sealed reviews' })
  await dialog.getByLabel('Reason').fill(REASON)
  expect(await open.isDisabled()).toBe(true)
  await dialog.getByLabel(/I know that everybody is told/).check()
  await open.click()
  await page.getByText('Unblinded by Olivia Owner').waitFor()
  await page.getByText(/two bookings at once/).waitFor()
  await expectAccessible(page)
  const blind = await at(r.applicationId, r.second)
  await blind.getByText('Unblinded by Olivia Owner').waitFor()
  expect(await blind.getByText(/two bookings at once/).count()).toBe(0)
  await sealFilled(r.second)
  await page.reload()
  await page.getByLabel(/What came of talking about Data model/).fill('We read it together: the index is there. We agree on 3.')
  await page.getByRole('button', { name: 'Write it down' }).click()
  await page.getByText('We agree on 3.').waitFor()
  await expectAccessible(page)
  for (const o of [{ width: 360 }, { dark: true }]) {
    const other = await at(r.applicationId, house.owner, o)
    await other.getByText('We agree on 3.').waitFor()
    await expectAccessible(other)
  }
})

it('the owner replaces a reviewer and moves the date', async () => {
  const r = await house.inReview('replace@example.test')
  const page = await at(r.applicationId, house.owner)
  await page.getByRole('button', { name: 'Replace a reviewer' }).click()
  const dialog = page.getByRole('dialog', { name: 'Replace a reviewer' })
  await dialog.getByRole('radiogroup', { name: /Who leaves/ }).getByRole('radio').first().check()
  await dialog.getByRole('radiogroup', { name: /Who takes over/ }).getByRole('radio').first().check()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click()
  await page.getByText('was replaced').waitFor()
  await page.getByRole('button', { name: 'Move the due date' }).click()
  const later = page.getByRole('dialog', { name: 'Move the due date' })
  await later.getByLabel('New date, in your time').fill('2030-01-02T10:00')
  await later.getByLabel('Reason').fill('Somebody new begins.')
  await later.getByRole('button', { name: 'Move the date' }).click()
  await page.getByRole('tab', { name: 'Feed' }).click()
  await page.getByText(/Somebody new begins/).waitFor()
})
