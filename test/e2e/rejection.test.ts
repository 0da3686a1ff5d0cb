import { afterAll, beforeAll, expect, test } from 'vitest'
import { FEEDBACK } from '#test/support/hire.ts'
import { CASEY } from './drivers/candidate.ts'
import { reject } from './drivers/owner.ts'
import { openReview, seal, writeReview } from './drivers/reviewer.ts'
import { type Scene, openScene } from './drivers/stage.ts'
import { toReview } from './drivers/to-review.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene?.close())

test('a hire that ends in rejection: the candidate reads written feedback, and the pay stays theirs', async () => {
  const { owner, ana, ben, casey, id } = await toReview(scene, { seconds: 10 })
  for (const reviewer of [ana, ben]) {
    await openReview(reviewer)
    await writeReview(reviewer, { level: 2, recommendation: 'no' })
    await seal(reviewer)
  }

  await owner.reload()
  await owner.getByRole('button', { name: 'Reject', exact: true }).click()
  await owner.getByLabel('Message, visible to Casey Candidate').fill('Too short.')
  await owner.getByRole('button', { name: 'Reject and send' }).click()
  await owner.getByText(/80 characters/).first().waitFor()
  await reject(owner)

  await casey.setViewportSize({ width: 360, height: 740 })
  await casey.goto(`/portal/applications/${id}`)
  await casey.getByText(FEEDBACK).first().waitFor()
  await casey.getByRole('heading', { name: 'Your pay' }).waitFor()
  expect(await casey.getByText('$400').count()).toBeGreaterThan(0)
  expect(await scene.mail(CASEY, /Your application/)).toContain(FEEDBACK)
  await owner.goto('/app/payouts')
  await owner.getByRole('cell', { name: '$400' }).or(owner.getByText('$400')).first().waitFor()
}, 240_000)
