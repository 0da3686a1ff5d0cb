import { reviewOps } from '#contract/reviews.ts'
import { on, onOuter } from '#server/platform/feature.ts'
import { addComment, deleteComment } from './comment-on-line.ts'
import { showFeedback } from './feedback.ts'
import { replaceReviewer } from './replace-reviewer.ts'
import { sealReview } from './seal-review.ts'
import { saveFeedback, sendFeedback } from './send-feedback.ts'
import { listMyRounds, showReview, showRound } from './show-round.ts'
import { saveScore, saveVerdict } from './write-review.ts'

export const teamRoutes = [
  on(reviewOps.listMyReviews, async (tx) => ({ items: await listMyRounds(tx) })),
  on(reviewOps.getRound, (tx, { params }) => showRound(tx, params.id)),
  on(reviewOps.replaceReviewer, (tx, { params, body }) => replaceReviewer(tx, params.id, body)),
  on(reviewOps.getReview, (tx, { params }) => showReview(tx, params.id)),
  on(reviewOps.saveScore, (tx, { params, body }) => saveScore(tx, params.id, { criterion_id: params.criterion, ...body })),
  on(reviewOps.saveVerdict, (tx, { params, body }) => saveVerdict(tx, params.id, body)),
  onOuter(reviewOps.addComment, (ctx, { params, body }) => addComment(ctx, params.id, body)),
  on(reviewOps.deleteComment, async (tx, { params }) => {
    await deleteComment(tx, params.id, params.comment)
    return { ok: true as const }
  }),
  on(reviewOps.sealReview, (tx, { params }) => sealReview(tx, params.id)),
  on(reviewOps.getFeedback, (tx, { params }) => showFeedback(tx, params.id)),
  on(reviewOps.saveFeedback, (tx, { params, body }) => saveFeedback(tx, params.id, body.text)),
  on(reviewOps.sendFeedback, (tx, { params, body }) => sendFeedback(tx, params.id, body.text)),
]
