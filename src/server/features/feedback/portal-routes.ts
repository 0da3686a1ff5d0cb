import { feedbackOps } from '#contract/feedback.ts'
import { on } from '#server/platform/feature.ts'
import { showPortalFeedback } from './show-portal-feedback.ts'

export const portalRoutes = [on(feedbackOps.getPortalFeedback, (tx, { params }) => showPortalFeedback(tx, params.id))]
