import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from '#test/support/browser.ts'
import { FEEDBACK } from '#test/support/hire.ts'
import { acceptOffer, bookCall, bookInterview, nameReferees } from './drivers/candidate.ts'
import { holdInterview, offerTimes } from './drivers/interviewer.ts'
import { advance, extendOffer, recordReferences, sendFeedback } from './drivers/owner.ts'
import { openReview, seal, writeReview } from './drivers/reviewer.ts'
import { type Scene, openScene } from './drivers/stage.ts'
import { toReview } from './drivers/to-review.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene?.close())

test('from sign-up to hired: six people in their own browsers, git, and a deadline that really passes', async () => {
  const { owner, ana, ben, ines, casey, id } = await toReview(scene, { seconds: 15 })

  await openReview(ana)
  await writeReview(ana, { level: 4, recommendation: 'yes' })
  await expectAccessible(ana)
  await seal(ana)
  await openReview(ben)
  expect(await ben.getByText('The constraint on machine').count(), 'Ben sees nothing of Ana’s before he has sealed').toBe(0)
  await writeReview(ben, { level: 4, recommendation: 'strong yes' })
  await seal(ben)
  await sendFeedback(owner)
  await advance(owner)
  await casey.goto(`/portal/applications/${id}`)
  await casey.getByRole('link', { name: 'Read your feedback' }).click()
  await casey.getByText(FEEDBACK).first().waitFor()

  await offerTimes(ines, ['09:00', '11:00', '13:00', '15:00'])
  await bookInterview(casey, id)
  await expectAccessible(casey)
  await holdInterview(ines)
  await expectAccessible(ines)
  await advance(owner)

  await nameReferees(casey, id, ['rae', 'sam'])
  for (const name of ['rae', 'sam']) await bookCall(scene, name)
  await ines.goto(`/app/applications/${id}`)
  await recordReferences(ines, ['rae', 'sam'])
  await expectAccessible(ines)
  await advance(owner)

  await extendOffer(owner)
  await expectAccessible(owner)
  await acceptOffer(casey, id)
  await owner.reload()
  await owner.getByText('hired', { exact: true }).first().waitFor()
}, 240_000)
