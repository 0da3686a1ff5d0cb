import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type Principal, SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Client } from '#test/support/client.ts'
import { fillReview, type Person, principalOf, type ReviewHouse, startReviewHouse } from '#test/support/review-round.ts'
import { visibleReviews } from './review-store.ts'

const CANARY = 'canary-7f3a: the lease is renewed outside of the transaction'
const DRAFT = 'draft7f3a'
const TABLES = ['reviews', 'review_scores', 'review_comments', 'review_drafts', 'review_viewed'] as const
let house: ReviewHouse
let orgId: string
let applicationId: string
let author: Person & { reviewId: string }
let other: Person & { reviewId: string }
let commentId: string
/** What everybody else was answered before a word of the hidden review was written. */
let before: Map<string, string>

beforeAll(async () => {
  house = await startReviewHouse()
  const found = await house.inReview()
  ;({ applicationId, first: author, second: other } = found)
  orgId = (await house.app.db.query<{ org_id: string }>('select org_id from review_rounds where id = $1', [found.round.id]))[0]!.org_id
  before = await answers()
  await fillReview(author, CANARY)
  const facts = { path: '', line: 0, criterion_id: 'data', body: CANARY }
  commentId = (await author.client.call(operations.addComment, { params: { id: author.reviewId }, body: { ...facts, kind: 'evidence' } })).id
  for (const kind of ['question', 'note_to_candidate'] as const) await author.client.call(operations.addComment, { params: { id: author.reviewId }, body: { ...facts, kind } })
  await author.client.call(operations.saveDraft, { params: { id: author.reviewId, key: DRAFT }, body: { ...facts, kind: 'question', body: ' ' } })
  await author.client.call(operations.setViewed, { params: { id: author.reviewId }, body: { path: CANARY, viewed: true } })
})
afterAll(() => house.close())

const others = (): [string, Person][] => [['the owner', house.owner], ['a recruiter', house.recruiter], ['the other reviewer', other]]

/** Everything that could speak of the round, for everybody but the author. */
async function answers(): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for (const [who, { client }] of others()) {
    for (const op of [operations.getRound, operations.getFeedback, operations.getApplication, operations.listEvents]) all.set(`${who}: ${op.path}`, (await client.try(op, { params: { id: applicationId } })).text)
    all.set(`${who}: /reviews`, (await client.try(operations.listMyReviews)).text)
    all.set(`${who}: /applications`, (await client.try(operations.listApplications)).text)
    all.set(`${who}: board`, (await client.try(operations.getBoard, { params: { id: house.jobId } })).text)
    all.set(`${who}: /events`, (await client.try(operations.listActivity)).text)
  }
  return new Map([...all].map(([key, text]) => [key, text.replaceAll(/"request_id":"[^"]*"/g, '')]))
}

/** Every way to reach into a review by its id. */
function reaches(client: Client, id: string) {
  const params = { id }
  return [
    client.try(operations.getReview, { params }),
    client.try(operations.saveScore, { params: { id, criterion: 'data' }, body: { level: 1, evidence: '' } }),
    client.try(operations.saveVerdict, { params, body: { summary: 'mine now', recommendation: 'no' } }),
    client.try(operations.addComment, { params, body: { path: '', line: 0, kind: 'question', criterion_id: null, body: 'Hello' } }),
    client.try(operations.editComment, { params: { id, comment: commentId }, body: { path: '', line: 0, kind: 'question', criterion_id: null, body: 'Hello' } }),
    client.try(operations.deleteComment, { params: { id, comment: commentId } }),
    client.try(operations.saveDraft, { params: { id, key: DRAFT }, body: { path: '', line: 0, kind: 'question', criterion_id: null, body: 'Hello' } }),
    client.try(operations.discardDraft, { params: { id, key: DRAFT } }),
    client.try(operations.listViewed, { params }),
    client.try(operations.setViewed, { params, body: { path: 'a.ts', viewed: false } }),
    client.try(operations.sealReview, { params }),
  ]
}

function asOne<T>(principal: Principal, act: (tx: Tx) => Promise<T>): Promise<T> {
  return house.app.ctx.as(principal).transaction(act)
}

const nobody = (): Principal[] => [SYSTEM, { kind: 'visitor' }, { kind: 'candidate', email: 'zelda@example.test', sessionId: '' }]
const everybodyElse = () => [...others().map(([, p]) => principalOf(p, orgId)), ...house.reviewers.filter((r) => r.id !== author.id).map((r) => principalOf(r, orgId)), ...nobody()]

describe('before the reveal', () => {
  it('changes not one byte of any answer to anybody else when a review is written', async () => {
    expect(await answers()).toEqual(before)
    // Nobody was simply turned away.
    for (const [who] of others()) expect(before.get(`${who}: ${operations.getRound.path}`)).toContain('"reviewers":[{')
  })

  it('gives everybody else the same answer for the hidden review as for one that does not exist', async () => {
    const unknown = `rev_${'0'.repeat(26)}`
    const strip = (a: { status: number; text: string }) => ({ status: a.status, text: a.text.replaceAll(/"request_id":"[^"]*"/g, '') })
    for (const [, { client }] of others()) {
      const hidden = await Promise.all(reaches(client, author.reviewId))
      const missing = await Promise.all(reaches(client, unknown))
      expect(hidden.map(strip)).toEqual(missing.map(strip))
      expect(new Set(hidden.map((a) => a.status))).toEqual(new Set([404]))
    }
  })

  it('keeps the review as its author wrote it, whatever others tried', async () => {
    const mine = await author.client.call(operations.getReview, { params: { id: author.reviewId } })
    expect(mine).toMatchObject({ mine: true, summary: CANARY, recommendation: 'yes', missing: [] })
    expect(mine.comments).toHaveLength(3)
  })

  it('shows nothing by plain SQL to any other member, nor to the program itself', async () => {
    for (const principal of everybodyElse()) {
      const seen = await asOne(principal, async (tx) => Promise.all(TABLES.map((table) => tx.sql.selectFrom(table).selectAll().execute())))
      expect(seen).toEqual(TABLES.map(() => []))
    }
    expect(await asOne(principalOf(author, orgId), (tx) => tx.sql.selectFrom('review_comments').selectAll().execute())).toHaveLength(3)
  })

  it('shows nothing when a transaction never said who it is for', async () => {
    const seen = await asOne(SYSTEM, async (tx) => {
      await sql`reset app.member_id`.execute(tx.sql)
      return tx.sql.selectFrom('reviews').selectAll().execute()
    })
    expect(seen).toEqual([])
  })

  it('lets nobody else write, by plain SQL either', async () => {
    for (const principal of everybodyElse()) {
      const changed = await asOne(principal, async (tx) => [
        (await tx.sql.updateTable('reviews').set({ summary: 'x' }).executeTakeFirst()).numUpdatedRows,
        (await tx.sql.updateTable('review_scores').set({ level: 1 }).executeTakeFirst()).numUpdatedRows,
        (await tx.sql.deleteFrom('review_comments').executeTakeFirst()).numDeletedRows,
        (await tx.sql.updateTable('review_drafts').set({ body: 'x' }).executeTakeFirst()).numUpdatedRows,
        (await tx.sql.deleteFrom('review_drafts').executeTakeFirst()).numDeletedRows,
        (await tx.sql.deleteFrom('review_viewed').executeTakeFirst()).numDeletedRows,
      ])
      expect(changed).toEqual([0n, 0n, 0n, 0n, 0n, 0n])
      await expect(asOne(principal, (tx) => tx.sql.insertInto('review_scores').values({ review_id: author.reviewId, criterion_id: 'more', level: 1 }).execute())).rejects.toThrow(/row-level security/)
      await expect(asOne(principal, (tx) => tx.sql.updateTable('round_reviewers').set({ state: 'submitted' }).where('review_id', '=', author.reviewId).execute())).rejects.toThrow(/only a sealed review submits/)
    }
  })

  it('opens by no other way than the last review', async () => {
    const reveal = (tx: Tx) => tx.sql.updateTable('review_rounds').set({ revealed_at: tx.now }).where('application_id', '=', applicationId).execute()
    for (const principal of [...everybodyElse(), principalOf(author, orgId)]) await expect(asOne(principal, reveal)).rejects.toThrow(/revealed by its last review alone/)
  })

  it('is read through one function, which gives others nothing', async () => {
    const { round } = await house.roundOf(applicationId)
    for (const principal of everybodyElse()) expect(await asOne(principal, (tx) => visibleReviews(tx, round.id))).toEqual([])
    expect(await asOne(principalOf(author, orgId), (tx) => visibleReviews(tx, round.id))).toHaveLength(1)
  })

  it('is hidden by the query layer alone, too, were row-level security ever switched off', async () => {
    const { round } = await house.roundOf(applicationId)
    for (const table of TABLES) await house.app.db.query(`alter table ${table} disable row level security`)
    for (const principal of everybodyElse()) {
      expect(await asOne(principal, (tx) => visibleReviews(tx, round.id))).toEqual([])
      // The rows are there: what hid them from plain SQL above was the policy.
      expect(await asOne(principal, (tx) => tx.sql.selectFrom('reviews').selectAll().execute())).toHaveLength(1)
    }
    expect(await answers()).toEqual(before)
    for (const table of TABLES) await house.app.db.query(`alter table ${table} enable row level security`)
  })

  it('has the canary in no mail, event, task or kept answer', async () => {
    const facts = { path: '', line: 0, kind: 'question', criterion_id: 'data', body: CANARY } as const
    const { client, reviewId } = author
    const key = (name: string) => ({ 'idempotency-key': name })
    await client.call(operations.saveScore, { params: { id: reviewId, criterion: 'data' }, body: { level: 4, evidence: CANARY } }, key('score'))
    await client.call(operations.saveVerdict, { params: { id: reviewId }, body: { summary: CANARY, recommendation: 'yes' } }, key('verdict'))
    for (let i = 0; i < 2; i++) await client.call(operations.addComment, { params: { id: reviewId }, body: facts }, key('comment'))
    expect((await client.call(operations.getReview, { params: { id: reviewId } })).comments).toHaveLength(3)
    await house.app.settle()
    const kept = await house.app.db.query('select data::text as t from events union all select text from mails union all select payload::text from tasks union all select answer::text from idempotency_keys')
    expect(JSON.stringify(kept)).not.toContain('canary-7f3a')
    expect(JSON.stringify(house.app.mails.all)).not.toContain('canary-7f3a')
  })

  it('tells reviewers a code and never the candidate’s name', async () => {
    const mail = house.app.mails.find(author.email, /waits for your review/)
    expect(mail.text).toContain(`candidate #${applicationId.slice(-6).toUpperCase()}`)
    expect(mail.text + mail.subject).not.toMatch(/zelda/i)
    const said = await Promise.all([author.client.try(operations.getRound, { params: { id: applicationId } }), author.client.try(operations.getReview, { params: { id: author.reviewId } }), author.client.try(operations.listMyReviews)])
    expect(said.map((a) => a.text).join('')).not.toMatch(/zelda/i)
  })

  it('still hides a sealed review while another is missing, and its hash says nothing else', async () => {
    await author.client.call(operations.sealReview, { params: { id: author.reviewId } })
    await house.app.settle()
    for (const [key, text] of await answers()) expect(text, key).not.toContain('canary-7f3a')
    for (const principal of everybodyElse()) expect(await asOne(principal, (tx) => tx.sql.selectFrom('reviews').selectAll().execute())).toEqual([])
    const events = await house.app.db.query<{ data: object }>(`select data from events where type = 'review.sealed'`)
    expect(Object.keys(events[0]!.data).sort()).toEqual(['application_id', 'round_id', 'sha256'])
    const round = await house.owner.client.call(operations.getRound, { params: { id: applicationId } })
    expect(round).toMatchObject({ revealed_at: null, reviews: [] })
    expect(round.reviewers.find((r) => r.id === author.id)?.state).toBe('submitted')
  })
})
