import { operations } from '#contract/index.ts'
import type { TestApp } from './app.ts'
import { ANSWERS, memberId, openJob, pushWork, type Work } from './hire.ts'

/** A company, and a candidate whose take-home was pushed by git and sealed when its hour was over. */
export async function givenSubmission(app: TestApp, work: Work = {}, who?: { name: string; email: string }) {
  const { name, email } = who ?? { name: 'Casey Candidate', email: 'casey@example.org' }
  const owner = await app.signUpOwner()
  const ana = await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test')
  const ben = await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test')
  const ines = await app.inviteAndJoin(owner, 'interviewer', 'ines@acme.test')
  const job = await openJob(owner, { reviewers: [await memberId(ana), await memberId(ben)], interviewers: [await memberId(ines)], timeLimit: 'PT1H' })
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name, email, answers: ANSWERS } })
  const casey = await app.portal(email)
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  const assignment = (await casey.call(operations.getPortalAssignment, { params: { id } })).id
  await casey.call(operations.startAssignment, { params: { id: assignment } })
  const { token, clone_url } = await casey.call(operations.createGitToken, { params: { id: assignment } })
  const { repo } = await pushWork(app.dataDir, clone_url, token, work)
  await app.clock.shift(4000)
  await app.settle()
  return { owner, ana, ben, ines, casey, job, id, assignment, repo, token }
}
