import { feedbackOps } from '#contract/feedback.ts'
import { on } from '#server/platform/feature.ts'
import { showFeedback } from './feedback.ts'
import { saveFeedback, sendFeedback } from './send-feedback.ts'

export const feedbackTeamRoutes = [
  on(feedbackOps.getFeedback, (tx, { params }) => showFeedback(tx, params.id)),
  on(feedbackOps.saveFeedback, (tx, { params, body }) => saveFeedback(tx, params.id, body.text)),
  on(feedbackOps.sendFeedback, (tx, { params, body }) => sendFeedback(tx, params.id, body.text)),
]
