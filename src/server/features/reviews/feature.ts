import type { Feature } from '#server/platform/feature.ts'
import { conflictTeamRoutes } from './conflict-team-routes.ts'
import { excludeReferrer, releaseFromAll } from './declare-conflict.ts'
import { fillShortRounds, fillShortRoundsBy } from './open-round.ts'
import { remindReviewers } from './remind-reviewers.ts'
import { roundMails } from './round-mails.ts'
import { roundTeamRoutes } from './round-team-routes.ts'
import { teamRoutes } from './team-routes.ts'

export const reviews: Feature = {
  name: 'reviews',
  routes: [...roundTeamRoutes, ...conflictTeamRoutes, ...teamRoutes],
  reactions: {
    'job.updated': (tx, e) => fillShortRounds(tx, e.data.job_id),
    'calibration.sealed': (tx, e) => (e.data.calibrated ? fillShortRoundsBy(tx, e.orgId, e.data.rubric_sha256) : Promise.resolve()),
    'member.removed': (tx, e) => releaseFromAll(tx, e.data.member_id),
    'application.referred': (tx, e) => excludeReferrer(tx, e.data.application_id, e.data.member_id),
  },
  tasks: { 'review.remind': remindReviewers },
  mails: roundMails,
  sentences: {
    'review.assigned': () => 'asked for a review',
    'review.sealed': () => 'sealed a review',
    'review.replaced': () => 'replaced a reviewer',
    'review.declined': () => 'declined to review',
    'review.handed_over': () => 'handed a review over to a colleague',
    'review.excluded': () => 'asked somebody else for a review in place of a reviewer',
    'conflict.declared': (e) => (e.actor.id === e.data.member_id ? 'declared a conflict of interest' : 'declared a conflict of interest of a colleague'),
    'conflict.taken_back': (e) => (e.actor.id === e.data.member_id ? 'took their conflict of interest back, for rounds to come' : 'took a colleague’s conflict of interest back, for rounds to come'),
    'review_round.extended': (e) => `moved the date for the reviews to ${e.data.due_at.slice(0, 16).replace('T', ' ')} UTC: ${e.data.reason}`,
    'review_round.unblinded': (e) => `opened sealed reviews before the reveal: ${e.data.reason}`,
    'review_discussion.recorded': () => 'wrote down the outcome of a discussion',
    'review_round.revealed': () => 'every review is sealed: the round is open',
  },
}
