import { reviewOps } from '#contract/reviews.ts'
import { type Feature, on, onOuter } from '#server/platform/feature.ts'
import { getFeedback, getPortalFeedback, saveFeedback, sendFeedback } from './feedback.ts'
import { reviewMails } from './mails.ts'
import { getRound, listMyReviews, replaceReviewer } from './rounds.ts'
import { sealReview } from './seal-review.ts'
import { addComment, deleteComment, getReview, saveScore, saveVerdict } from './write-review.ts'

export const reviews: Feature = {
  name: 'reviews',
  routes: [
    on(reviewOps.listMyReviews, (tx) => listMyReviews(tx)),
    on(reviewOps.getRound, (tx, { params }) => getRound(tx, params.id)),
    on(reviewOps.replaceReviewer, (tx, { params, body }) => replaceReviewer(tx, params.id, body)),
    on(reviewOps.getReview, (tx, { params }) => getReview(tx, params.id)),
    on(reviewOps.saveScore, (tx, { params, body }) => saveScore(tx, params.id, { criterion_id: params.criterion, ...body })),
    on(reviewOps.saveVerdict, (tx, { params, body }) => saveVerdict(tx, params.id, body)),
    onOuter(reviewOps.addComment, (ctx, { params, body }) => addComment(ctx, params.id, body)),
    on(reviewOps.deleteComment, (tx, { params }) => deleteComment(tx, params.id, params.comment)),
    on(reviewOps.sealReview, (tx, { params }) => sealReview(tx, params.id)),
    on(reviewOps.getFeedback, (tx, { params }) => getFeedback(tx, params.id)),
    on(reviewOps.saveFeedback, (tx, { params, body }) => saveFeedback(tx, params.id, body.text)),
    on(reviewOps.sendFeedback, (tx, { params, body }) => sendFeedback(tx, params.id, body.text)),
    on(reviewOps.getPortalFeedback, (tx, { params }) => getPortalFeedback(tx, params.id)),
  ],
  mails: reviewMails,
  sentences: {
    'review.assigned': () => 'asked for a review',
    'review.sealed': () => 'sealed a review',
    'review.replaced': () => 'replaced a reviewer',
    'review_round.revealed': () => 'every review is sealed: the round is open',
    'feedback.sent': () => 'sent written feedback to the candidate',
  },
}
