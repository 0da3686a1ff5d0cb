import type { ReviewComment } from '#contract/reviews.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type SentRemark, checkRemark, remarkOf } from './comment.ts'
import { changeComment, findMyComment, insertComment, removeComment } from './comment-store.ts'
import { removeDraft } from './draft-store.ts'
import { placeForWriting } from './find.ts'
import { presentComment } from './present.ts'
import { beginReview } from './review-store.ts'

/**
 * Adds a comment to the asking member's own review: on lines, on a whole file (line 0), on a commit or on the whole (no
 * path). It takes the place of its draft at the same moment. The same comment again is the one that is there, so that a
 * request may be repeated.
 * @throws Refusal naming the field when the submission has no such place, or the rubric no such criterion
 */
export async function addComment(ctx: Context, reviewId: string, { draft_key: key, ...sent }: SentRemark & { draft_key?: string | undefined }): Promise<ReviewComment> {
  const remark = remarkOf(sent)
  const { round } = await ctx.transaction((tx) => placeForWriting(tx, reviewId))
  await checkRemark(ctx, round, remark)
  return ctx.transaction(async (tx) => {
    const { place } = await placeForWriting(tx, reviewId)
    await beginReview(tx, place)
    if (key !== undefined) await removeDraft(tx, reviewId, key)
    return presentComment((await findMyComment(tx, reviewId, remark)) ?? (await insertComment(tx, reviewId, remark)))
  })
}

/** Changes a comment of the asking member's own review, its place included. @throws Refusal as `addComment` */
export async function editComment(ctx: Context, reviewId: string, commentId: string, sent: SentRemark): Promise<ReviewComment> {
  const remark = remarkOf(sent)
  const { round } = await ctx.transaction((tx) => placeForWriting(tx, reviewId))
  await checkRemark(ctx, round, remark)
  return ctx.transaction(async (tx) => {
    await placeForWriting(tx, reviewId)
    const changed = await changeComment(tx, reviewId, commentId, remark)
    if (!changed) throw notFound('This comment')
    return presentComment(changed)
  })
}

/** Takes a comment back. */
export async function deleteComment(tx: Tx, reviewId: string, commentId: string): Promise<void> {
  await placeForWriting(tx, reviewId)
  if (!(await removeComment(tx, reviewId, commentId))) throw notFound('This comment')
}
