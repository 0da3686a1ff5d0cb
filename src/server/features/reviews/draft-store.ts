import type { Tx } from '#server/platform/tx.ts'
import type { Draft, Remark } from './comment.ts'
import { remarkColumns, remarkIn } from './comment-store.ts'

/** The drafts of one's own review, in the order they were last written in. Row-level security gives nobody else any. */
export async function myDrafts(tx: Tx, reviewId: string): Promise<Draft[]> {
  const rows = await tx.sql
    .selectFrom('review_drafts as d')
    .innerJoin('round_reviewers as p', 'p.review_id', 'd.review_id')
    .selectAll('d')
    .where('d.review_id', '=', reviewId)
    .where('p.member_id', '=', tx.principal.kind === 'member' ? tx.principal.memberId : '')
    .where('p.replaced_at', 'is', null)
    .orderBy('d.saved_at')
    .orderBy('d.key')
    .execute()
  return rows.map((r) => ({ key: r.key, ...remarkIn(r), saved_at: r.saved_at }))
}

export async function putDraft(tx: Tx, reviewId: string, key: string, remark: Remark): Promise<Draft> {
  const facts = { ...remarkColumns(remark), saved_at: tx.now }
  await tx.sql.insertInto('review_drafts').values({ review_id: reviewId, key, ...facts }).onConflict((c) => c.columns(['review_id', 'key']).doUpdateSet(facts)).execute()
  return { key, ...remark, saved_at: tx.now }
}

export async function removeDraft(tx: Tx, reviewId: string, key: string): Promise<void> {
  await tx.sql.deleteFrom('review_drafts').where('review_id', '=', reviewId).where('key', '=', key).execute()
}

export async function removeDrafts(tx: Tx, reviewId: string): Promise<void> {
  await tx.sql.deleteFrom('review_drafts').where('review_id', '=', reviewId).execute()
}
