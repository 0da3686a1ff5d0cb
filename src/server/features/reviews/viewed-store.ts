import type { Tx } from '#server/platform/tx.ts'

/** What the author of a review has marked as viewed; nothing for anybody else. Row-level security says the same. */
export async function myViewed(tx: Tx, reviewId: string): Promise<string[]> {
  const rows = await tx.sql
    .selectFrom('review_viewed as v')
    .innerJoin('round_reviewers as p', 'p.review_id', 'v.review_id')
    .select('v.path')
    .where('v.review_id', '=', reviewId)
    .where('p.member_id', '=', tx.principal.kind === 'member' ? tx.principal.memberId : '')
    .where('p.replaced_at', 'is', null)
    .orderBy('v.path')
    .execute()
  return rows.map((r) => r.path)
}

export async function addViewed(tx: Tx, reviewId: string, path: string): Promise<void> {
  await tx.sql.insertInto('review_viewed').values({ review_id: reviewId, path }).onConflict((c) => c.doNothing()).execute()
}

export async function removeViewed(tx: Tx, reviewId: string, path: string): Promise<void> {
  await tx.sql.deleteFrom('review_viewed').where('review_id', '=', reviewId).where('path', '=', path).execute()
}
