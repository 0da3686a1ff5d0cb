import type { Score } from '#contract/reviews.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface ReviewRow {
  id: string
  round_id: string
  author_id: string
  summary: string
  recommendation: string | null
  sealed_at: Date | null
  sha256: string | null
}

export interface CommentRow {
  id: string
  path: string
  line: number
  kind: string
  criterion_id: string | null
  body: string
  created_at: Date
}

const me = (tx: Tx) => (tx.principal.kind === 'member' ? tx.principal.memberId : '')

/**
 * Every read of reviews begins here: the asking member's own, and all of a revealed round. Row-level security says the
 * same a second time.
 */
function visible(tx: Tx) {
  return tx.sql
    .selectFrom('reviews as v')
    .innerJoin('review_rounds as r', 'r.id', 'v.round_id')
    .select(['v.id', 'v.round_id', 'v.author_id', 'v.summary', 'v.recommendation', 'v.sealed_at', 'v.sha256'])
    .where((eb) => eb.or([eb('v.author_id', '=', me(tx)), eb('r.revealed_at', 'is not', null)]))
}

export async function visibleReviews(tx: Tx, roundId: string): Promise<ReviewRow[]> {
  return visible(tx).where('v.round_id', '=', roundId).orderBy('v.author_id').execute()
}

export async function visibleReview(tx: Tx, id: string): Promise<ReviewRow | null> {
  return (await visible(tx).where('v.id', '=', id).executeTakeFirst()) ?? null
}

/** The member's own review in a round they review, made when there is none yet. */
export async function ownReview(tx: Tx, roundId: string): Promise<ReviewRow> {
  await tx.sql.insertInto('reviews').values({ id: newId('rev', tx.now), round_id: roundId, author_id: me(tx), created_at: tx.now }).onConflict((c) => c.columns(['round_id', 'author_id']).doNothing()).execute()
  return visible(tx).where('v.round_id', '=', roundId).where('v.author_id', '=', me(tx)).executeTakeFirstOrThrow()
}

/** Holding one's own row: two tabs of the same reviewer take turns. */
export async function lockOwnReview(tx: Tx, id: string): Promise<ReviewRow | null> {
  await tx.sql.selectFrom('reviews').select('id').where('id', '=', id).where('author_id', '=', me(tx)).where('sealed_at', 'is', null).forUpdate().execute()
  return (await visible(tx).where('v.id', '=', id).where('v.author_id', '=', me(tx)).executeTakeFirst()) ?? null
}

export async function changeReview(tx: Tx, id: string, change: Partial<Pick<ReviewRow, 'summary' | 'recommendation' | 'sealed_at' | 'sha256'>>) {
  await tx.sql.updateTable('reviews').set(change).where('id', '=', id).where('author_id', '=', me(tx)).execute()
}

export async function scoresOf(tx: Tx, reviewId: string): Promise<Score[]> {
  return tx.sql.selectFrom('review_scores').select(['criterion_id', 'level', 'evidence']).where('review_id', '=', reviewId).orderBy('criterion_id').execute()
}

export async function putScore(tx: Tx, reviewId: string, s: Score) {
  await tx.sql.insertInto('review_scores').values({ review_id: reviewId, ...s }).onConflict((c) => c.columns(['review_id', 'criterion_id']).doUpdateSet({ level: s.level, evidence: s.evidence })).execute()
}

export async function commentsOf(tx: Tx, reviewId: string): Promise<CommentRow[]> {
  return tx.sql.selectFrom('review_comments').select(['id', 'path', 'line', 'kind', 'criterion_id', 'body', 'created_at']).where('review_id', '=', reviewId).orderBy('path').orderBy('line').orderBy('id').execute()
}

export async function insertComment(tx: Tx, reviewId: string, c: Omit<CommentRow, 'id' | 'created_at'>): Promise<CommentRow> {
  const row = { id: newId('cmt', tx.now), ...c, created_at: tx.now }
  await tx.sql.insertInto('review_comments').values({ review_id: reviewId, ...row }).execute()
  return row
}

export async function removeComment(tx: Tx, reviewId: string, id: string): Promise<boolean> {
  const result = await tx.sql.deleteFrom('review_comments').where('id', '=', id).where('review_id', '=', reviewId).executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** Comments of a kind in the revealed round of an application; none before the reveal. */
export async function revealedComments(tx: Tx, applicationId: string, kind: string): Promise<CommentRow[]> {
  return tx.sql
    .selectFrom('review_comments as c')
    .innerJoin('reviews as v', 'v.id', 'c.review_id')
    .innerJoin('review_rounds as r', 'r.id', 'v.round_id')
    .select(['c.id', 'c.path', 'c.line', 'c.kind', 'c.criterion_id', 'c.body', 'c.created_at'])
    .where('r.application_id', '=', applicationId)
    .where('r.revealed_at', 'is not', null)
    .where('c.kind', '=', kind)
    .orderBy('c.path')
    .orderBy('c.line')
    .execute()
}
