import { reviewOps } from '#contract/reviews.ts'
import { on } from '#server/platform/feature.ts'
import { showPortalFeedback } from './feedback.ts'

export const portalRoutes = [on(reviewOps.getPortalFeedback, (tx, { params }) => showPortalFeedback(tx, params.id))]
