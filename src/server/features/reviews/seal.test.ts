import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { sha256Hex } from '#server/lib/hash.ts'
import { fillReview, type Person, type Reviewer, type ReviewHouse, sealFilled, startReviewHouse, WORDS } from '#test/support/review-round.ts'

let house: ReviewHouse
let first: Reviewer
let second: Reviewer

beforeAll(async () => {
  house = await startReviewHouse()
  ;({ first, second } = await house.inReview())
})
afterAll(() => house.close())

const seal = (by: Person, of = first) => by.client.try(operations.verifySeal, { params: { id: of.reviewId } })
const verified = async () => (await seal(house.owner)).json as { holds: boolean; document: string; sha256: string; recorded_sha256: string; event_seq: number }
const chain = () => house.owner.client.call(operations.verifyActivity)

/** As somebody with the database in their hands: no trigger and no policy stands in their way. */
async function tamper(table: string, change: string) {
  await house.app.db.query(`alter table ${table} disable trigger user; ${change}; alter table ${table} enable trigger user`)
}

describe('a seal', () => {
  it('is there for its author alone before the reveal, and for nobody before it is made', async () => {
    await fillReview(first)
    expect((await seal(first)).json).toMatchObject({ code: 'review_not_sealed' })
    await first.client.call(operations.sealReview, { params: { id: first.reviewId } })
    expect((await seal(first)).json).toMatchObject({ holds: true })
    for (const other of [second, house.owner, house.recruiter]) expect((await seal(other)).status).toBe(404)
  })

  it('can be worked out by anybody after it: the document’s SHA-256 is what the chain recorded', async () => {
    await sealFilled(second)
    const { document, sha256, recorded_sha256: recorded, holds } = await verified()
    expect({ holds, recorded, own: sha256Hex(document) }).toEqual({ holds: true, recorded: sha256, own: sha256 })
    expect(JSON.parse(document)).toMatchObject({ review_id: first.reviewId, recommendation: 'yes', scores: [{ criterion_id: 'data', level: 4 }, { criterion_id: 'tests', level: 4 }] })
  })

  it('does not hold once a score was changed behind its back', async () => {
    await tamper('review_scores', `update review_scores set level = 5 where review_id = '${first.reviewId}' and criterion_id = 'data'`)
    expect(await verified()).toMatchObject({ holds: false })
    expect((await chain()).ok).toBe(true)
  })

  it('does not hold when the review’s own hash is changed with it', async () => {
    const { sha256 } = await verified()
    await tamper('reviews', `update reviews set sha256 = '${sha256}' where id = '${first.reviewId}'`)
    expect(await verified()).toMatchObject({ holds: false })
  })

  it('breaks the chain of events when what was recorded is changed, too', async () => {
    const { sha256, event_seq: seq } = await verified()
    await tamper('events', `update events set data = jsonb_set(data, '{sha256}', '"${sha256}"') where seq = ${seq} and type = 'review.sealed'`)
    expect(await verified()).toMatchObject({ holds: true })
    expect(await chain()).toMatchObject({ ok: false, first_broken_seq: seq })
  })
})

describe('what is sealed', () => {
  const OTHERS = 'Nobody would want to find a second table where one was asked for.'

  it('is recognised in the feedback by its fingerprints, and when it was sealed without any', async () => {
    for (const change of ['set prints = null where true', `set prints = prints where true`]) {
      const { first: one, second: two, applicationId: id } = await house.inReview()
      await sealFilled(one, OTHERS)
      await tamper('reviews', `update reviews ${change} and id = '${one.reviewId}'`)
      await sealFilled(two)
      const { flags } = await house.owner.client.call(operations.saveFeedback, { params: { id }, body: { text: `Thank you. ${OTHERS} ${WORDS}`, version: 0 } })
      expect(flags, change).toMatchObject([{ why: 'internal', sentence: OTHERS }, { why: 'internal', sentence: WORDS }])
    }
  })
})
