import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Comment, Remark } from './comment.ts'

type Row = Omit<Remark, 'commit' | 'kind' | 'side'> & { commit_sha: string | null; kind: string; side: string }

/** The columns of a remark, wherever it is kept. */
export function remarkColumns({ commit, ...r }: Remark): Omit<Remark, 'commit'> & { commit_sha: string | null } {
  return { path: r.path, side: r.side, line: r.line, end_line: r.end_line, commit_sha: commit, kind: r.kind, criterion_id: r.criterion_id, body: r.body }
}

export function remarkIn(r: Row): Remark {
  const { path, line, end_line, commit_sha: commit, criterion_id, body } = r
  // The columns' checks allow these sides and kinds only.
  return { path, side: r.side as Remark['side'], line, end_line, commit, kind: r.kind as Remark['kind'], criterion_id, body }
}

/** The comments of these reviews, oldest first; who may see them is asked of their reviews. */
export async function commentsOf(tx: Tx, reviewIds: readonly string[]): Promise<(Comment & { review_id: string })[]> {
  const rows = await tx.sql.selectFrom('review_comments').selectAll().where('review_id', 'in', reviewIds).orderBy('created_at').orderBy('id').execute()
  return rows.map((r) => ({ id: r.id, review_id: r.review_id, ...remarkIn(r), created_at: r.created_at }))
}

/** The very same remark in the asking member's own review; null when it is not there, and for everybody else. */
export async function findMyComment(tx: Tx, reviewId: string, remark: Remark): Promise<Comment | null> {
  const r = remarkColumns(remark)
  const row = await tx.sql
    .selectFrom('review_comments as c')
    .innerJoin('round_reviewers as p', 'p.review_id', 'c.review_id')
    .select(['c.id', 'c.created_at'])
    .where('c.review_id', '=', reviewId)
    .where('p.member_id', '=', tx.principal.kind === 'member' ? tx.principal.memberId : '')
    .where('p.replaced_at', 'is', null)
    .where((eb) => eb.and({ 'c.path': r.path, 'c.side': r.side, 'c.line': r.line, 'c.end_line': r.end_line, 'c.commit_sha': r.commit_sha, 'c.kind': r.kind, 'c.criterion_id': r.criterion_id, 'c.body': r.body }))
    .orderBy('c.created_at')
    .orderBy('c.id')
    .executeTakeFirst()
  return row ? { ...row, ...remark } : null
}

export async function insertComment(tx: Tx, reviewId: string, remark: Remark): Promise<Comment> {
  const comment = { id: newId('cmt', tx.now), created_at: tx.now }
  await tx.sql.insertInto('review_comments').values({ ...comment, ...remarkColumns(remark), review_id: reviewId }).execute()
  return { ...comment, ...remark }
}

/** @returns null when the review has no such comment */
export async function changeComment(tx: Tx, reviewId: string, id: string, remark: Remark): Promise<Comment | null> {
  const row = await tx.sql.updateTable('review_comments').set(remarkColumns(remark)).where('review_id', '=', reviewId).where('id', '=', id).returning('created_at').executeTakeFirst()
  return row ? { id, ...remark, created_at: row.created_at } : null
}

/** @returns false when the review has no such comment */
export async function removeComment(tx: Tx, reviewId: string, id: string): Promise<boolean> {
  const done = await tx.sql.deleteFrom('review_comments').where('review_id', '=', reviewId).where('id', '=', id).executeTakeFirst()
  return done.numDeletedRows === 1n
}
