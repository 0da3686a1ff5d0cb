import { afterAll, beforeAll, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { ANSWERS, memberId, openJob } from '#test/support/hire.ts'

const WHY = 'The unique key on machine and hour makes a double booking impossible.'

let app: TestApp
let owner: Client
let ana: Client
let ben: Client
let applicationId: string
beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  ana = await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test')
  ben = await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test')
  applicationId = await handedIn()
}, 120_000)
afterAll(() => app.close())

/** Casey handed work in for a job whose reviewers must have scored the samples. */
async function handedIn(): Promise<string> {
  const job = await openJob(owner, { reviewers: [await memberId(ana), await memberId(ben)], interviewers: [await memberId(owner)], timeLimit: 'PT1M' })
  const params = { id: job.id }
  const { process, revision } = await owner.call(operations.getJobProcess, { params })
  const stages = process.stages.map((s) => (s.type === 'team_review' ? { ...s, config: { ...s.config, calibration: 'required' as const } } : s))
  await owner.call(operations.updateJobProcess, { params, body: { process: { ...process, stages }, revision } })
  await owner.call(operations.publishJob, { params })
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name: 'Casey', email: 'casey@example.org', answers: ANSWERS } })
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  const casey = await app.portal('casey@example.org')
  await casey.call(operations.startAssignment, { params: { id: (await casey.call(operations.getPortalAssignment, { params: { id } })).id } })
  await app.clock.shift(200)
  await app.settle()
  return id
}

async function calibrate(who: Client) {
  const set = (await who.call(operations.listCalibrations)).items.find((s) => s.setting === 'required')
  for (const { sample_id } of set?.samples ?? []) {
    const { id, criteria } = await who.call(operations.beginCalibration, { body: { rubric_sha256: set?.rubric_sha256 ?? '', sample_id } })
    for (const c of criteria) await who.call(operations.saveCalibrationScore, { params: { id, criterion: c.id }, body: { level: 3, evidence: WHY } })
    await who.call(operations.sealCalibration, { params: { id } })
  }
}

const reviewers = async () => (await owner.call(operations.getRound, { params: { id: applicationId } })).reviewers.map((r) => r.id)

it('nobody is asked for a review who has not scored the samples, and those who decide are told why', async () => {
  expect(await reviewers()).toEqual([])
  const { id } = await owner.call(operations.getRound, { params: { id: applicationId } })
  const pool = await owner.call(operations.listReviewerPool, { params: { id } })
  expect(pool.items.map((p) => p.why_not)).toEqual(Array.from({ length: 2 }, () => expect.stringContaining('sample submissions')))
  expect(JSON.stringify(await owner.call(operations.getApplication, { params: { id: applicationId } }))).toContain('score the sample submissions first')
})

it('whoever has scored the last one gets the place that was waiting, at once', async () => {
  await calibrate(ana)
  expect(await reviewers()).toEqual([await memberId(ana)])
  await calibrate(ben)
  expect((await reviewers()).toSorted()).toEqual([await memberId(ana), await memberId(ben)].toSorted())
})

it('the job’s pool says who has scored them, and who has not', async () => {
  const [job] = (await owner.call(operations.listJobs)).items
  const { review, people } = await owner.call(operations.getJobPool, { params: { id: job?.id ?? '' } })
  expect(review?.calibration).toBe('required')
  const saying = (calibrated: boolean) => people.filter((p) => p.calibrated === calibrated).map((p) => p.id)
  expect(saying(true).toSorted()).toEqual([await memberId(ana), await memberId(ben)].toSorted())
  expect(saying(false)).toEqual([await memberId(owner)])
})
