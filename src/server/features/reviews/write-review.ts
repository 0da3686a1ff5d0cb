import type { Review, ReviewComment } from '#contract/reviews.ts'
import { lineExists } from '#server/features/assignments/index.ts'
import { notFound } from '#server/platform/errors.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { criterionUnknown, lineUnknown, noSuchReview, reviewSealed } from './errors.ts'
import { presentComment, presentReview } from './present.ts'
import { type CommentRow, type ReviewRow, changeReview, insertComment, lockOwnReview, putScore, removeComment, visibleReview } from './review-store.ts'
import { type RoundRow, reviewersOf, roundById } from './store.ts'

/** A review the asking member may read: their own, or any of a revealed round. @throws Refusal 404 otherwise */
export async function getReview(tx: Tx, id: string): Promise<Review> {
  const row = await visibleReview(tx, id)
  const round = row && (await roundById(tx, row.round_id))
  if (!row || !round || !(await inSameOrganization(tx, round))) throw noSuchReview()
  return presentReview(tx, round, row)
}

async function inSameOrganization(tx: Tx, round: RoundRow): Promise<boolean> {
  return Promise.resolve(tx.principal.kind === 'member' && tx.principal.orgId === round.org_id)
}

/** One's own review while it is open, its row held. Who was replaced has no review any more. */
export async function openReview(tx: Tx, id: string): Promise<{ row: ReviewRow; round: RoundRow }> {
  const row = await lockOwnReview(tx, id)
  const round = row && (await roundById(tx, row.round_id))
  const stillAsked = round && (await reviewersOf(tx, round.id)).some((r) => r.member_id === row.author_id && r.replaced_at === null)
  if (!row || !round || !stillAsked) throw noSuchReview()
  if (row.sealed_at) throw reviewSealed()
  return { row, round }
}

export async function saveScore(tx: Tx, id: string, s: { criterion_id: string; level: number; evidence: string }): Promise<Review> {
  const { round } = await openReview(tx, id)
  if (!round.rubric.criteria.some((c) => c.id === s.criterion_id)) throw criterionUnknown()
  await putScore(tx, id, s)
  return getReview(tx, id)
}

export async function saveVerdict(tx: Tx, id: string, v: { summary: string; recommendation: string | null }): Promise<Review> {
  await openReview(tx, id)
  await changeReview(tx, id, v)
  return getReview(tx, id)
}

/** The line must exist in the sealed submission; git is asked before the transaction that writes. */
export async function addComment(ctx: RequestContext, id: string, c: Omit<CommentRow, 'id' | 'created_at'>): Promise<ReviewComment> {
  const { round } = await ctx.transaction((tx) => openReview(tx, id))
  if (c.path !== '' && !(await lineExists(ctx, round.submission_id, c.path, c.line))) throw lineUnknown()
  return ctx.transaction(async (tx) => {
    await openReview(tx, id)
    if (c.criterion_id !== null && !round.rubric.criteria.some((k) => k.id === c.criterion_id)) throw criterionUnknown()
    return presentComment(await insertComment(tx, id, c))
  })
}

export async function deleteComment(tx: Tx, id: string, commentId: string): Promise<{ ok: true }> {
  await openReview(tx, id)
  if (!(await removeComment(tx, id, commentId))) throw notFound('This comment')
  return { ok: true }
}
