import { apply, doTakeHome, expectSubmittedAndPaid, signIn } from './candidate.ts'
import { advance, invite, openCandidate, publishJob, signUp } from './owner.ts'
import type { Scene } from './stage.ts'

/** From nothing to a submission that the deadline made: a company, its job, and a candidate who did the work. */
export async function toReview(scene: Scene, o: { seconds: number }) {
  const owner = await signUp(scene)
  const ana = await invite(scene, owner, { name: 'Ana', email: 'ana@acme.test', role: 'reviewer' })
  const ben = await invite(scene, owner, { name: 'Ben', email: 'ben@acme.test', role: 'reviewer' })
  const ines = await invite(scene, owner, { name: 'Ines', email: 'ines@acme.test', role: 'interviewer' })
  const jobUrl = await publishJob(owner, { seconds: o.seconds, reviewers: ['Ana', 'Ben'], interviewers: ['Ines'] })
  const casey = await scene.open()
  await apply(casey, jobUrl)
  const id = await openCandidate(owner)
  await advance(owner)
  await signIn(scene, casey, id)
  await doTakeHome(scene, casey, id)
  await expectSubmittedAndPaid(casey, id)
  return { owner, ana, ben, ines, casey, id }
}
