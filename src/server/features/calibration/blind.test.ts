import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Person, type ReviewHouse, fillReview, principalOf, sealFilled, startReviewHouse } from '#test/support/review-round.ts'

let house: ReviewHouse
let places: (Person & { reviewId: string })[]
let before: Map<string, string>
beforeAll(async () => {
  house = await startReviewHouse()
  const { applicationId } = await house.toReview('zelda@example.test')
  places = (await house.roundOf(applicationId)).places
  before = await figures()
})
afterAll(() => house.close())

/** Every figure that comes from reviews, for everybody: the reviewers' own too, who know their scores, but not what becomes of them. */
async function figures(): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for (const who of [house.owner, house.recruiter]) all.set(`agreement for ${who.email}`, (await who.client.try(operations.getAgreement, { params: { id: house.jobId } })).text)
  for (const who of [house.owner, house.recruiter, ...house.reviewers]) {
    all.set(`scoring of ${who.email}`, (await who.client.try(operations.getMyScoring)).text)
    all.set(`calibrations of ${who.email}`, (await who.client.try(operations.listCalibrations)).text)
  }
  return all
}

describe('before the reveal', () => {
  it('a review that is written moves no figure', async () => {
    await fillReview(places[0]!)
    expect(await figures()).toEqual(before)
  })

  it('a review that is sealed moves none either, not even for its author', async () => {
    await places[0]!.client.call(operations.sealReview, { params: { id: places[0]!.reviewId } })
    expect(await figures()).toEqual(before)
    expect([...before.values()].join()).not.toContain('"rounds":1')
  })
})

describe('after the reveal', () => {
  it('the round counts, once, for the job and for each of its reviewers alone', async () => {
    await sealFilled(places[1]!)
    const params = { id: house.jobId }
    const agreement = await house.recruiter.client.call(operations.getAgreement, { params })
    expect(agreement).toMatchObject({ rounds: 1, left_out: 0, reading: null, alpha: { value: null, why: expect.stringContaining('19 more') } })
    expect(agreement.criteria).toMatchObject([{ n: 1, exact: 1, within_one: 1, kappa: { value: null, why: expect.stringContaining('19 more are needed') } }, { n: 1 }])
    expect(agreement.pairs).toMatchObject([{ rounds: 1, differences: [{ n: 1, mean: null }, { n: 1, mean: null }] }])
    for (const who of places) expect((await who.client.call(operations.getMyScoring)).rounds).toBe(1)
    for (const who of [house.owner, house.recruiter]) expect((await who.client.call(operations.getMyScoring)).rounds).toBe(0)
  })

  it('agreement is for owners and recruiters of this organization', async () => {
    const params = { id: house.jobId }
    for (const { client } of house.reviewers) expect((await client.try(operations.getAgreement, { params })).status).toBe(403)
    expect((await house.owner.client.try(operations.getAgreement, { params: { id: `job_${'0'.repeat(26)}` } })).status).toBe(404)
  })

  it('a version of the rubric that nobody was reviewed by is answered with the one used last', async () => {
    const agreement = await house.owner.client.call(operations.getAgreement, { params: { id: house.jobId }, query: { rubric: '0'.repeat(64) } })
    expect(agreement.rubric_sha256).toBe(agreement.rubrics[0]?.sha256)
  })
})

describe('a round that somebody had unblinded', () => {
  it('is in no figure, and the page says that it is left out', async () => {
    const { applicationId } = await house.toReview('yara@example.test')
    const { round, places: again } = await house.roundOf(applicationId)
    await sealFilled(again[0]!)
    await house.owner.client.call(operations.unblindRound, { params: { id: round.id }, body: { reason: 'A reviewer is ill and the candidate has another offer.' } })
    await sealFilled(again[1]!)
    expect(await house.owner.client.call(operations.getAgreement, { params: { id: house.jobId } })).toMatchObject({ rounds: 1, left_out: 1, criteria: [{ n: 1 }, { n: 1 }], pairs: [{ rounds: 1 }] })
    const counted = await Promise.all(house.reviewers.map(async ({ client }) => (await client.call(operations.getMyScoring)).rounds))
    expect(counted.reduce((a, b) => a + b, 0)).toBe(2)
  })
})

describe('row-level security alone', () => {
  const ROW = ['cal_00000000000000000000000000', 'smp_00000000000000000000000000'] as const
  const inside = <T>(who: Person | null, act: (tx: Tx) => Promise<T>) => house.app.ctx.as(who ? principalOf(who, '') : SYSTEM).transaction(act)
  const count = (who: Person | null, table: 'calibrations' | 'calibration_scores') => inside(who, async (tx) => (await tx.sql.selectFrom(table).selectAll().execute()).length)

  beforeAll(async () => {
    const [{ org_id }] = (await house.app.db.query<{ org_id: string }>('select org_id from members where id = $1', [places[0]!.id])) as [{ org_id: string }]
    await inside(places[0]!, async (tx) => {
      await tx.sql.insertInto('calibrations').values({ id: ROW[0], org_id, member_id: places[0]!.id, scaffold: 'x', sample_id: ROW[1], rubric: '{}', rubric_sha256: 'x', started_at: tx.now }).execute()
      await tx.sql.insertInto('calibration_scores').values({ calibration_id: ROW[0], criterion_id: 'data', level: 3, evidence: 'canary' }).execute()
    })
  })

  it.each(['calibrations', 'calibration_scores'] as const)('shows %s to their author and to nobody else', async (table) => {
    expect(await count(places[0]!, table)).toBe(1)
    for (const who of [places[1]!, house.owner, house.recruiter, null]) expect(await count(who, table)).toBe(0)
  })

  it('lets nobody write in somebody else’s', async () => {
    const add = (who: Person) => inside(who, (tx) => tx.sql.insertInto('calibration_scores').values({ calibration_id: ROW[0], criterion_id: 'tests', level: 1 }).execute())
    await expect(add(house.owner)).rejects.toThrow('row-level security')
    const changed = await inside(house.owner, (tx) => tx.sql.updateTable('calibrations').set({ sealed_at: tx.now }).executeTakeFirst())
    expect(changed.numUpdatedRows).toBe(0n)
  })
})
