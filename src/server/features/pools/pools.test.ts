import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type ReviewHouse, sealFilled, startReviewHouse } from '#test/support/review-round.ts'

let house: ReviewHouse
let params: { id: string }
beforeAll(async () => {
  house = await startReviewHouse()
  params = { id: house.jobId }
})
afterAll(() => house.close())

const pool = (of?: 'draft' | 'in_force') => house.owner.client.call(operations.getJobPool, { params, ...(of ? { query: { of } } : {}) })
const inPool = async (of?: 'draft' | 'in_force') => (await pool(of)).people.filter((p) => p.in_pool).map((p) => p.email)

async function name(emails: string[] | undefined) {
  const { process, revision } = await house.owner.client.call(operations.getJobProcess, { params })
  const stages = process.stages.map((s) => (s.type === 'team_review' ? { ...s, config: { ...s.config, pool: emails } } : s))
  await house.owner.client.call(operations.updateJobProcess, { params, body: { process: { ...process, stages }, revision } })
}

describe('the pool of a job', () => {
  it('is the reviewers of the hiring team, and follows it at once', async () => {
    expect(await pool()).toMatchObject({ version: 1, review: { stage: 'Review', wanted: 2, from: 'team', unknown: [] } })
    expect((await inPool()).toSorted()).toEqual(['r1@acme.test', 'r2@acme.test', 'r3@acme.test'])
    await house.setTeam({ reviewers: [house.reviewers[0]!.id] })
    expect(await inPool()).toEqual(['r1@acme.test'])
    await house.setTeam({})
  })

  it('says how many reviews each has open, the fewest first; a sealed one is done', async () => {
    const r = await house.inReview()
    const open = async () => new Map((await pool()).people.map((p) => [p.id, p.open_reviews]))
    expect((await open()).get(r.first.id)).toBe(1)
    expect((await pool()).people[0]).toMatchObject({ id: r.third.id, open_reviews: 0 })
    await sealFilled(r.first)
    expect((await open()).get(r.first.id)).toBe(0)
  })

  it('is whom the stage names, in the draft first and in force when it is published', async () => {
    await name(['r2@acme.test', 'rec@acme.test', 'gone@acme.test'])
    expect(await pool('draft')).toMatchObject({ version: null, review: { from: 'named', unknown: ['gone@acme.test'] } })
    expect((await inPool('draft')).toSorted()).toEqual(['r2@acme.test', 'rec@acme.test'])
    expect(await inPool()).toHaveLength(3)
    await house.owner.client.call(operations.publishJob, { params })
    expect((await inPool()).toSorted()).toEqual(['r2@acme.test', 'rec@acme.test'])
    const r = await house.toReview('named@example.test')
    const round = await house.owner.client.call(operations.getRound, { params: { id: r.applicationId } })
    expect(round.reviewers.map((p) => p.id).toSorted()).toEqual([house.reviewers[1]!.id, house.recruiter.id].toSorted())
  })

  it('says nothing of calibration where there is nothing to be calibrated on, and is shown to those who decide alone', async () => {
    expect((await pool()).people.every((p) => p.calibrated === null)).toBe(true)
    for (const p of house.reviewers) expect((await p.client.try(operations.getJobPool, { params })).status).toBe(403)
  })
})
