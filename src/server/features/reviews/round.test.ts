import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { fillReview, type Person, principalOf, type ReviewHouse, sealFilled, startReviewHouse, WORDS } from '#test/support/review-round.ts'
import { questionsForInterview } from './questions.ts'

let house: ReviewHouse
let owner: Person['client']
beforeAll(async () => {
  house = await startReviewHouse()
  owner = house.owner.client
})
afterAll(() => house.close())

async function revealed() {
  const r = await house.inReview()
  await sealFilled(r.first)
  await sealFilled(r.second)
  return r
}

const sqlOf = (type: string, applicationId: string) => house.app.db.query(`select 1 from events where type = $1 and application_id = $2`, [type, applicationId])
const promiseOf = async (id: string, kind: string) => (await owner.call(operations.getApplication, { params: { id } })).promises.find((p) => p.kind === kind)

describe('a round', () => {
  it('opens with two reviewers, the least loaded first, and promises the candidate a day', async () => {
    const one = await house.inReview()
    const two = await house.inReview()
    expect(one.round.reviewers.map((r) => r.state)).toEqual(['assigned', 'assigned'])
    expect(new Set([...one.places, ...two.places].map((p) => p.id)).size).toBe(3)
    expect(await promiseOf(one.applicationId, 'review')).toMatchObject({ state: 'running', due_at: one.round.due_at })
    const app = await owner.call(operations.getApplication, { params: one.params })
    expect(app.actions.map((a) => a.allowed)).toEqual([false, false])
  })

  it('waits for reviewers when there are too few, and takes them when the team changes', async () => {
    await house.setTeam({ reviewers: [house.reviewers[0]!.id] })
    const { applicationId } = await house.toReview('short@example.test')
    const before = await owner.call(operations.getRound, { params: { id: applicationId } })
    expect(before.reviewers).toHaveLength(1)
    expect((await owner.call(operations.getApplication, { params: { id: applicationId } })).next).toBe('Needs 1 more reviewer')
    const { places } = await house.roundOf(applicationId)
    expect((await sealFilled(places[0]!)).revealed_at).toBeNull()
    await house.setTeam({})
    const after = await owner.call(operations.getRound, { params: { id: applicationId } })
    expect(after.reviewers).toHaveLength(2)
    expect(after.revealed_at).toBeNull()
  })

  it('is found by nobody outside of the team, nor by a candidate', async () => {
    const { params, first } = await house.inReview()
    const stranger = await house.app.inviteAndJoin(owner, 'interviewer', 'stranger@acme.test')
    await expect(stranger.call(operations.getRound, { params })).rejects.toMatchObject({ status: 404 })
    await sealFilled(first)
    const candidate = await house.app.portal('candidate-1@example.test')
    expect((await candidate.try(operations.getRound, { params })).status).toBe(401)
  })

  it('lists what is still to do first', async () => {
    const r = await revealed()
    const { items } = await r.first.client.call(operations.listMyReviews)
    const states = items.map((i) => i.reviewers.find((p) => p.id === r.first.id)?.state)
    expect(states).toEqual(states.toSorted())
    expect(items.map((i) => i.application_id)).toContain(r.applicationId)
  })
})

describe('sealing', () => {
  it('is refused with everything that is missing, each with its field', async () => {
    const { first } = await house.inReview()
    const params = { id: first.reviewId }
    await first.client.call(operations.saveScore, { params: { ...params, criterion: 'data' }, body: { level: 3, evidence: 'good' } })
    const refusal = await first.client.call(operations.sealReview, { params }).catch((e: unknown) => e)
    expect(refusal).toMatchObject({ status: 409, code: 'review_incomplete', problem: { fields: [{ path: 'scores.data.evidence' }, { path: 'scores.tests.level' }, { path: 'summary' }, { path: 'recommendation' }] } })
    expect((await first.client.call(operations.getReview, { params })).missing.map((m) => m.path)).toEqual(['scores.data.evidence', 'scores.tests.level', 'summary', 'recommendation'])
    await expect(first.client.call(operations.saveScore, { params: { ...params, criterion: 'nope' }, body: { level: 3, evidence: '' } })).rejects.toMatchObject({ code: 'criterion_unknown' })
  })

  it('by both at once reveals exactly once', async () => {
    const r = await house.inReview()
    await Promise.all([fillReview(r.first), fillReview(r.second)])
    const seal = (p: typeof r.first) => p.client.call(operations.sealReview, { params: { id: p.reviewId } })
    const rounds = await Promise.all([seal(r.first), seal(r.second)])
    expect(rounds.filter((round) => round.revealed_at !== null)).toHaveLength(1)
    expect(await sqlOf('review_round.revealed', r.applicationId)).toHaveLength(1)
    expect(await sqlOf('review.sealed', r.applicationId)).toHaveLength(2)
    expect(await promiseOf(r.applicationId, 'review')).toMatchObject({ state: expect.stringMatching(/^kept/) })
    expect(await promiseOf(r.applicationId, 'feedback')).toMatchObject({ state: 'running' })
  })

  it('twice at once by the same hand seals once', async () => {
    const r = await house.inReview()
    await fillReview(r.first)
    const seal = () => r.first.client.try(operations.sealReview, { params: { id: r.first.reviewId } })
    expect((await Promise.all([seal(), seal(), seal()])).map((a) => a.status).sort()).toEqual([200, 409, 409])
  })

  it('shows all reviews to everybody on the team at the reveal, with the hash that was recorded', async () => {
    const r = await revealed()
    const round = await house.recruiter.client.call(operations.getRound, { params: r.params })
    expect(round.reviews.map((v) => v.summary)).toEqual([WORDS, WORDS])
    const recorded = await house.app.db.query<{ sha: string }>(`select data->>'sha256' as sha from events where type = 'review.sealed' and application_id = $1`, [r.applicationId])
    expect(round.reviews.map((v) => v.sha256).sort()).toEqual(recorded.map((e) => e.sha).sort())
    expect(await r.second.client.call(operations.getReview, { params: { id: r.first.reviewId } })).toMatchObject({ mine: false, summary: WORDS, missing: [] })
  })

  it('is for good: by the API, by SQL as its author, and by the owner of the tables', async () => {
    const r = await house.inReview()
    await sealFilled(r.first)
    const params = { id: r.first.reviewId }
    const { client } = r.first
    await expect(client.call(operations.saveScore, { params: { ...params, criterion: 'data' }, body: { level: 1, evidence: '' } })).rejects.toMatchObject({ code: 'review_sealed' })
    await expect(client.call(operations.saveVerdict, { params, body: { summary: '', recommendation: null } })).rejects.toMatchObject({ code: 'review_sealed' })
    await expect(client.call(operations.addComment, { params, body: { path: '', line: 0, kind: 'question', criterion_id: null, body: 'Why?' } })).rejects.toMatchObject({ code: 'review_sealed' })
    await expect(client.call(operations.sealReview, { params })).rejects.toMatchObject({ code: 'review_sealed' })
    const mine = house.app.ctx.as(principalOf(r.first, ''))
    expect(await mine.transaction(async (tx) => (await tx.sql.updateTable('reviews').set({ summary: 'x' }).where('id', '=', r.first.reviewId).executeTakeFirst()).numUpdatedRows)).toBe(0n)
    await expect(mine.transaction((tx) => tx.sql.insertInto('review_comments').values({ id: 'cmt_x', review_id: r.first.reviewId, kind: 'question', body: 'x', created_at: tx.now }).execute())).rejects.toThrow()
    for (const change of ["update reviews set summary = 'x' where id = $1", 'update review_scores set level = 1 where review_id = $1', 'delete from review_scores where review_id = $1', 'delete from reviews where id = $1']) {
      await expect(house.app.db.query(change, [r.first.reviewId]), change).rejects.toThrow()
    }
  })
})

describe('comments', () => {
  it('are on lines the submission has, and can be taken back', async () => {
    const { first } = await house.inReview()
    const params = { id: first.reviewId }
    const { submission_id } = await first.client.call(operations.getReview, { params })
    const { items } = await first.client.call(operations.listSubmissionFiles, { params: { id: submission_id } })
    const path = items.find((f) => f.path.endsWith('.md'))?.path ?? ''
    const facts = { path, kind: 'question' as const, criterion_id: null, body: 'Why so?' }
    const comment = await first.client.call(operations.addComment, { params, body: { ...facts, line: 1 } })
    expect(comment).toMatchObject({ path, line: 1 })
    await expect(first.client.call(operations.addComment, { params, body: { ...facts, line: 99_999 } })).rejects.toMatchObject({ status: 422, problem: { fields: [{ path: 'body.line' }] } })
    await expect(first.client.call(operations.addComment, { params, body: { ...facts, path: '', line: 3 } })).rejects.toMatchObject({ status: 422 })
    await expect(first.client.call(operations.addComment, { params, body: { ...facts, line: 1, criterion_id: 'nope' } })).rejects.toMatchObject({ status: 422 })
    await first.client.call(operations.deleteComment, { params: { ...params, comment: comment.id } })
    await expect(first.client.call(operations.deleteComment, { params: { ...params, comment: comment.id } })).rejects.toMatchObject({ status: 404 })
    expect((await first.client.call(operations.getReview, { params })).comments).toEqual([])
  })

  it('that are questions reach the interview, and not before the reveal', async () => {
    const r = await house.inReview()
    const ask = { path: '', line: 0, kind: 'question' as const, criterion_id: null, body: 'What if the clock jumps?' }
    await r.first.client.call(operations.addComment, { params: { id: r.first.reviewId }, body: ask })
    await sealFilled(r.first)
    const questions = () => house.app.ctx.as(SYSTEM).transaction((tx) => questionsForInterview(tx, r.applicationId))
    expect(await questions()).toEqual([])
    await sealFilled(r.second)
    expect(await questions()).toEqual([{ path: '', line: 0, body: ask.body }])
  })
})

describe('replacing a reviewer', () => {
  async function replaced() {
    const r = await house.inReview()
    const joins = house.reviewers.find((p) => !r.places.some((place) => place.id === p.id))
    if (!joins) throw new Error('Nobody is left to join')
    await fillReview(r.first, 'left-behind: a draft that nobody is ever shown, not even later')
    const round = await house.recruiter.client.call(operations.replaceReviewer, { params: { id: r.round.id }, body: { leaves: r.first.id, joins: joins.id } })
    return { ...r, joins, after: round }
  }

  it('shuts the one who leaves out of the round until the reveal, and starts the new one empty', async () => {
    const r = await replaced()
    expect(r.after.reviewers.map((p) => p.id).sort()).toEqual([r.joins.id, r.second.id].sort())
    await expect(r.first.client.call(operations.getRound, { params: r.params })).rejects.toMatchObject({ status: 404 })
    for (const op of [operations.getReview, operations.sealReview]) await expect(r.first.client.call(op, { params: { id: r.first.reviewId } })).rejects.toMatchObject({ status: 404 })
    const round = await r.joins.client.call(operations.getRound, { params: r.params })
    const mine = { ...r.joins, reviewId: round.my_review_id ?? '' }
    expect(await r.joins.client.call(operations.getReview, { params: { id: mine.reviewId } })).toMatchObject({ scores: [], summary: '', comments: [] })
    await sealFilled(mine)
    expect((await sealFilled(r.second)).revealed_at).not.toBeNull()
    const open = await r.first.client.call(operations.getRound, { params: r.params })
    expect(open.reviews).toHaveLength(2)
    expect(JSON.stringify(open)).not.toContain('left-behind')
    await expect(owner.call(operations.getReview, { params: { id: r.first.reviewId } })).rejects.toMatchObject({ status: 404 })
  })

  it('mails who joins and who leaves', async () => {
    const r = await replaced()
    await house.app.settle()
    const code = `#${r.applicationId.slice(-6).toUpperCase()}`
    expect(house.app.mails.find(r.first.email, /no longer asked/).text).toContain(code)
    expect(house.app.mails.find(r.joins.email, /waits for your review/).text).toContain(code)
  })

  it('is refused for who has submitted, is there already, has left before, or is not on the team', async () => {
    const r = await replaced()
    const change = (leaves: string, joins: string) => owner.call(operations.replaceReviewer, { params: { id: r.round.id }, body: { leaves, joins } })
    await expect(change(r.second.id, r.joins.id)).rejects.toMatchObject({ code: 'reviewer_not_possible' })
    await expect(change(r.second.id, r.first.id)).rejects.toMatchObject({ code: 'reviewer_not_possible' })
    await expect(change(r.second.id, house.recruiter.id)).rejects.toMatchObject({ code: 'reviewer_not_possible' })
    await expect(change(r.first.id, house.recruiter.id)).rejects.toMatchObject({ code: 'reviewer_not_possible' })
    await sealFilled(r.second)
    await expect(change(r.second.id, r.first.id)).rejects.toMatchObject({ code: 'review_sealed' })
  })
})
