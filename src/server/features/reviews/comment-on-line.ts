import type { ReviewComment } from '#contract/reviews.ts'
import { lineExists } from '#server/features/assignments/index.ts'
import type { Context } from '#server/platform/context.ts'
import { invalidField, notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { placeForWriting } from './find.ts'
import { presentComment } from './present.ts'
import type { Comment } from './review.ts'
import type { Round } from './round.ts'
import { beginReview, insertComment, myReview, removeComment } from './review-store.ts'

type CommentFacts = Omit<Comment, 'id' | 'created_at'>

/**
 * Adds a comment to the asking member's own review: on a line, on a whole file (line 0) or on the whole (no path).
 * The same comment again is the one that is there, so that a request may be repeated.
 * @throws Refusal naming the field when the submission has no such line, or the rubric no such criterion
 */
export async function addComment(ctx: Context, reviewId: string, facts: CommentFacts): Promise<ReviewComment> {
  const { round } = await ctx.transaction((tx) => placeForWriting(tx, reviewId))
  checkCriterion(round, facts)
  await checkPlace(ctx, round, facts)
  return ctx.transaction(async (tx) => {
    const { place } = await placeForWriting(tx, reviewId)
    await beginReview(tx, place)
    const { comments } = await myReview(tx, place)
    return presentComment(comments.find((c) => isSame(c, facts)) ?? (await insertComment(tx, reviewId, facts)))
  })
}

function isSame(a: CommentFacts, b: CommentFacts): boolean {
  return a.path === b.path && a.line === b.line && a.kind === b.kind && a.criterion_id === b.criterion_id && a.body === b.body
}

function checkCriterion({ rubric }: Round, { criterion_id: id }: CommentFacts): void {
  if (id !== null && !rubric.criteria.some((c) => c.id === id)) throw invalidField('body.criterion_id', 'The rubric of this round has no such criterion.')
}

/** Git is asked between two transactions; the submission is sealed, so its lines don't move meanwhile. */
async function checkPlace(ctx: Context, { submissionId }: Round, { path, line }: CommentFacts): Promise<void> {
  if (path === '' && line > 0) throw invalidField('body.path', 'Say in which file this line is.')
  if (path === '') return
  if (!(await lineExists(ctx, submissionId, path, Math.max(1, line)))) throw invalidField('body.line', 'The submission has no such line.')
}

/** Takes a comment back. */
export async function deleteComment(tx: Tx, reviewId: string, commentId: string): Promise<void> {
  await placeForWriting(tx, reviewId)
  if (!(await removeComment(tx, reviewId, commentId))) throw notFound('This comment')
}
