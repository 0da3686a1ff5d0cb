import { reviewOps } from '#contract/reviews.ts'
import { on, onOuter } from '#server/platform/feature.ts'
import { addComment, deleteComment } from './comment-on-line.ts'
import { showReview } from './show-round.ts'
import { saveScore, saveVerdict } from './write-review.ts'

export const teamRoutes = [
  on(reviewOps.getReview, (tx, { params }) => showReview(tx, params.id)),
  on(reviewOps.saveScore, (tx, { params, body }) => saveScore(tx, params.id, { criterion_id: params.criterion, ...body })),
  on(reviewOps.saveVerdict, (tx, { params, body }) => saveVerdict(tx, params.id, body)),
  onOuter(reviewOps.addComment, (ctx, { params, body }) => addComment(ctx, params.id, body)),
  on(reviewOps.deleteComment, async (tx, { params }) => {
    await deleteComment(tx, params.id, params.comment)
    return { ok: true as const }
  }),
]
