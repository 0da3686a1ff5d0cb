import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { look, openBrowser, pageAt, WAYS } from '#test/support/browser.ts'
import { type Person, type ReviewHouse, sealFilled, startReviewHouse } from '#test/support/review-round.ts'
import { choose } from './drivers/stage.ts'

const WHY = 'They founded a company together.'
/** Another: people see what they have written themselves. */
const OF_A_COLLEAGUE = 'They went to school together.'

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

const at = (path: string, who: Person, o: { width?: number; dark?: boolean } = {}) => pageAt(browser, house.app.url, who.client, path, o)
const review = (id: string) => `/app/applications/${id}?tab=review`
const kept = (page: Page) => page.getByRole('region', { name: 'Who does not judge' })
const nameOf = async (p: Person) => (await p.client.call(operations.getSession)).user.name

it('a reviewer declares a conflict, is out of the round, and takes it back without coming into it again', async () => {
  const r = await house.inReview()
  const page = await at(review(r.applicationId), r.first, { width: 360 })
  await kept(page).getByText('You have declared no conflict of interest.').waitFor()
  await kept(page).getByRole('button', { name: 'Declare a conflict' }).click()
  const dialog = page.getByRole('dialog', { name: 'Declare a conflict of interest' })
  await dialog.getByText(/You leave the round at once/).waitFor()
  expect(await dialog.getByLabel('Who should not judge').count()).toBe(0)
  await dialog.getByLabel('Why, in a few words').fill(WHY)
  await look(page, 'conflict-form-360')
  await dialog.getByRole('button', { name: 'Declare the conflict' }).click()
  await page.getByText(/round is closed to you/).waitFor()
  await kept(page).getByText(/said by yourself/).waitFor()
  await look(page, 'conflict-own-360')
  expect((await house.roundOf(r.applicationId)).round.reviewers.map((p) => p.id).toSorted()).toEqual([r.second.id, r.third.id].toSorted())
  await page.goto('/app/reviews')
  const mine = page.getByRole('region', { name: 'Conflicts of interest' })
  await mine.getByText(WHY).waitFor()
  await mine.getByRole('button', { name: /^Take back/ }).click()
  await page.getByRole('dialog', { name: 'Take the conflict back' }).getByText(/nobody comes back into it/).waitFor()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await mine.getByText(/Rounds that were open then still go without you/).waitFor()
  await look(page, 'conflicts-mine-360')
  const owner = await at(review(r.applicationId), house.owner)
  await owner.getByRole('button', { name: 'Replace a reviewer' }).click()
  await owner.getByText(/Nobody else of the pool may judge/).waitFor()
  await owner.getByRole('button', { name: 'Cancel' }).click()
  await owner.getByRole('tab', { name: 'Feed' }).click()
  await owner.getByText('took their conflict of interest back, for rounds to come').waitFor()
  await owner.context().close()
  await page.context().close()
}, 120_000)

it('the hiring manager declares one of a colleague with a reason, and is told that a sealed review stays', async () => {
  const r = await house.inReview()
  await sealFilled(r.second)
  const page = await at(review(r.applicationId), house.owner)
  await kept(page).getByText('Nobody has declared a conflict of interest.').waitFor()
  await kept(page).getByRole('button', { name: 'Declare a conflict' }).click()
  const dialog = page.getByRole('dialog', { name: 'Declare a conflict of interest' })
  await choose(page, 'Who should not judge', await nameOf(r.second))
  await dialog.getByText('A sealed review stays in the round.').waitFor()
  await choose(page, 'Who should not judge', await nameOf(r.first))
  await dialog.getByLabel('Why, in a few words').fill('.')
  await dialog.getByRole('button', { name: 'Declare the conflict' }).click()
  await dialog.getByRole('alert').getByText(/Say in a few words/).waitFor()
  await look(page, 'conflict-form-refused')
  await dialog.getByLabel('Why, in a few words').fill(OF_A_COLLEAGUE)
  await dialog.getByRole('button', { name: 'Declare the conflict' }).click()
  await kept(page).getByText(OF_A_COLLEAGUE).waitFor()
  await page.getByText('must not judge this candidate').waitFor()
  const about = await at('/app/reviews', r.first)
  await about.getByText(/somebody else has to take it back/).waitFor()
  expect(await about.getByText(OF_A_COLLEAGUE).count()).toBe(0)
  await about.context().close()
  await kept(page).getByRole('button', { name: /^Take back/ }).click()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await kept(page).getByText(/taken back by/).waitFor()
  await page.context().close()
  for (const o of WAYS) {
    const seen = await at(review(r.applicationId), house.owner, o)
    await kept(seen).getByText(/taken back by/).waitFor()
    await look(seen, `round-with-conflict-${o.name}`)
    await seen.context().close()
  }
}, 180_000)

it('the referrer is set, kept out of the reviewers, and taken away again', async () => {
  const r = await house.inReview()
  const page = await at(`/app/applications/${r.applicationId}?tab=answers`, house.recruiter)
  await kept(page).getByText(/No member is written down/).waitFor()
  await kept(page).getByRole('button', { name: 'Set a referrer' }).click()
  const dialog = page.getByRole('dialog', { name: /Who referred/ })
  expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await choose(page, 'Referred by', await nameOf(r.first))
  await look(page, 'referrer-form')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await kept(page).getByText(/who is kept out of the reviewers/).waitFor()
  await look(page, 'referrer-set')
  expect((await house.roundOf(r.applicationId)).round.reviewers.map((p) => p.id)).not.toContain(r.first.id)
  const judge = await at(`/app/applications/${r.applicationId}?tab=answers`, r.second)
  await judge.getByText(/would say whose work you judge/).waitFor()
  expect(await judge.getByText(/Referred by/).count()).toBe(0)
  await judge.context().close()
  await kept(page).getByRole('button', { name: 'Change the referrer' }).click()
  await choose(page, 'Referred by', 'Nobody')
  await dialog.getByText(/does not come back into a round they left/).waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await kept(page).getByText(/No member is written down/).waitFor()
  await page.context().close()
}, 120_000)
