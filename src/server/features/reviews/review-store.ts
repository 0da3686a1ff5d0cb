import type { Score } from '#contract/scorecards.ts'
import type { Tx } from '#server/platform/tx.ts'
import { commentsOf } from './comment-store.ts'
import { myDrafts } from './draft-store.ts'
import { type Review, emptyReview } from './review.ts'
import type { Place } from './round.ts'
import { maySee } from './visible-rule-store.ts'

/**
 * The reviews of a round that whoever acts may see: their own, and once the round is revealed every sealed one; in an
 * unblinded round what is sealed, for members without a place they have yet to seal or have left. The only way to read
 * a review. Drafts are not part of it. Row-level security says the same a second time.
 */
export async function visibleReviews(tx: Tx, roundId: string): Promise<Review[]> {
  return readWhole(tx, await visible(tx, roundId).execute())
}

/** The same beside one's own, which is at hand as it was just sealed: its hundreds of comments are not read a second time. */
export async function reviewsBeside(tx: Tx, own: Review): Promise<Review[]> {
  const others = await readWhole(tx, await visible(tx, own.roundId).where('v.id', '<>', own.id).execute())
  return [own, ...others].toSorted((a, b) => (a.authorId < b.authorId ? -1 : 1))
}

function visible(tx: Tx, roundId: string) {
  return tx.sql
    .selectFrom('reviews as v')
    .innerJoin('review_rounds as r', 'r.id', 'v.round_id')
    .select(['v.id', 'v.round_id', 'v.author_id', 'v.summary', 'v.recommendation', 'v.sealed_at', 'v.sha256'])
    .where('v.round_id', '=', roundId)
    .where(maySee(tx))
    .orderBy('v.author_id')
}

async function readWhole(tx: Tx, rows: Awaited<ReturnType<ReturnType<typeof visible>['execute']>>): Promise<Review[]> {
  if (rows.length === 0) return []
  const ids = rows.map((r) => r.id)
  const [scores, comments] = [await scoresOf(tx, ids), await commentsOf(tx, ids)]
  return rows.map((r) => ({
    id: r.id,
    roundId: r.round_id,
    authorId: r.author_id,
    summary: r.summary,
    // The column's check allows these only.
    recommendation: r.recommendation as Review['recommendation'],
    sealedAt: r.sealed_at,
    sha256: r.sha256,
    scores: scores.filter((s) => s.review_id === r.id).map(({ review_id: _, ...score }) => score),
    comments: comments.filter((c) => c.review_id === r.id).map(({ review_id: _, ...comment }) => comment),
    drafts: [],
  }))
}

/** The fingerprints that visible reviews were sealed with, by review. */
export async function keptPrints(tx: Tx, roundId: string): Promise<Map<string, Buffer>> {
  const rows = await visible(tx, roundId).clearSelect().select(['v.id', 'v.prints']).execute()
  return new Map(rows.flatMap((r) => (r.prints ? [[r.id, r.prints]] : [])))
}

function scoresOf(tx: Tx, reviewIds: readonly string[]): Promise<(Score & { review_id: string })[]> {
  return tx.sql.selectFrom('review_scores').selectAll().where('review_id', 'in', reviewIds).orderBy('criterion_id').execute()
}

/** The author's own review; empty until something is written. */
export async function myReview(tx: Tx, place: Place): Promise<Review> {
  const [written] = await readWhole(tx, await visible(tx, place.roundId).where('v.id', '=', place.reviewId).execute())
  return { ...(written ?? emptyReview(place)), drafts: await myDrafts(tx, place.reviewId) }
}

/** Makes the row of a review its author writes in for the first time. */
export async function beginReview(tx: Tx, place: Place): Promise<void> {
  await tx.sql.insertInto('reviews').values({ id: place.reviewId, round_id: place.roundId, author_id: place.memberId }).onConflict((c) => c.column('id').doNothing()).execute()
}

export async function putScore(tx: Tx, reviewId: string, s: Score): Promise<void> {
  await tx.sql
    .insertInto('review_scores')
    .values({ review_id: reviewId, ...s })
    .onConflict((c) => c.columns(['review_id', 'criterion_id']).doUpdateSet({ level: s.level, cannot_assess: s.cannot_assess, evidence: s.evidence }))
    .execute()
}

export async function putVerdict(tx: Tx, reviewId: string, v: Pick<Review, 'summary' | 'recommendation'>): Promise<void> {
  await tx.sql.updateTable('reviews').set({ summary: v.summary, recommendation: v.recommendation }).where('id', '=', reviewId).execute()
}

export async function markSealed(tx: Tx, reviewId: string, { sha256, prints }: { sha256: string; prints: Buffer }): Promise<void> {
  await tx.sql.updateTable('reviews').set({ sealed_at: tx.now, sha256, prints }).where('id', '=', reviewId).execute()
}
