import { afterAll, beforeAll, expect, test } from 'vitest'
import { FEEDBACK } from '#test/support/hire.ts'
import { CASEY, apply, doTakeHome, expectSubmittedAndPaid, signIn } from './drivers/candidate.ts'
import { advance, invite, openCandidate, publishJob, reject, signUp } from './drivers/owner.ts'
import { openReview, seal, writeReview } from './drivers/reviewer.ts'
import { type Scene, openScene } from './drivers/stage.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene?.close())

test('a hire that ends in rejection: the candidate reads written feedback, and the pay stays theirs', async () => {
  const owner = await signUp(scene)
  const ana = await invite(scene, owner, { name: 'Ana', email: 'ana@acme.test', role: 'reviewer' })
  const ben = await invite(scene, owner, { name: 'Ben', email: 'ben@acme.test', role: 'reviewer' })
  await invite(scene, owner, { name: 'Ines', email: 'ines@acme.test', role: 'interviewer' })
  const jobUrl = await publishJob(owner, { seconds: 10, reviewers: ['Ana', 'Ben'], interviewers: ['Ines'] })
  const casey = await scene.open()
  await apply(casey, jobUrl)
  const id = await openCandidate(owner)
  await advance(owner)
  await signIn(scene, casey, id)
  await doTakeHome(scene, casey, id)
  await expectSubmittedAndPaid(casey, id)
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
