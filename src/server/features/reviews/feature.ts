import type { Feature } from '#server/platform/feature.ts'
import { feedbackTeamRoutes } from './feedback-team-routes.ts'
import { reviewMails } from './mails.ts'
import { fillShortRounds } from './open-round.ts'
import { portalRoutes } from './portal-routes.ts'
import { roundTeamRoutes } from './round-team-routes.ts'
import { teamRoutes } from './team-routes.ts'

export const reviews: Feature = {
  name: 'reviews',
  routes: [...roundTeamRoutes, ...teamRoutes, ...feedbackTeamRoutes, ...portalRoutes],
  reactions: { 'job.updated': (tx, e) => fillShortRounds(tx, e.data.job_id) },
  mails: reviewMails,
  sentences: {
    'review.assigned': () => 'asked for a review',
    'review.sealed': () => 'sealed a review',
    'review.replaced': () => 'replaced a reviewer',
    'review_round.revealed': () => 'every review is sealed: the round is open',
    'feedback.sent': () => 'sent written feedback to the candidate',
  },
}
