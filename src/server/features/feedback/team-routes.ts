import { feedbackOps } from '#contract/feedback.ts'
import { on } from '#server/platform/feature.ts'
import { previewFeedback } from './preview-feedback.ts'
import { saveFeedback } from './save-feedback.ts'
import { sendFeedback } from './send-feedback.ts'
import { showFeedback } from './show-feedback.ts'
import { takeBackFeedback } from './take-back-feedback.ts'

export const teamRoutes = [
  on(feedbackOps.getFeedback, (tx, { params }) => showFeedback(tx, params.id)),
  on(feedbackOps.saveFeedback, (tx, { params, body }) => saveFeedback(tx, params.id, body)),
  on(feedbackOps.previewFeedback, (tx, { params, body }, ctx) => previewFeedback(tx, params.id, body, ctx)),
  on(feedbackOps.sendFeedback, (tx, { params, body }) => sendFeedback(tx, params.id, body)),
  on(feedbackOps.takeBackFeedback, (tx, { params }) => takeBackFeedback(tx, params.id)),
]
