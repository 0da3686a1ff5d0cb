import type { Feature } from '#server/platform/feature.ts'
import { afterSeal } from './after-seal.ts'
import { accommodationRoutes } from './accommodation-routes.ts'
import { mails } from './mails.ts'
import { portalRoutes } from './portal-routes.ts'
import { publicRoutes } from './public-routes.ts'
import { readRoutes } from './read-routes.ts'
import { tasks } from './tasks.ts'
import { teamRoutes } from './team-routes.ts'
import { span } from './words.ts'

export const assignments: Feature = {
  name: 'assignments',
  routes: [...teamRoutes, ...readRoutes, ...accommodationRoutes, ...portalRoutes, ...publicRoutes],
  tasks,
  mails,
  effects: { 'submission.sealed': (ctx, e) => afterSeal(ctx, e.data) },
  sentences: {
    'assignment.start_planned': () => 'planned when to begin the take-home',
    'assignment.accommodated': () => 'agreed an accommodation for the take-home',
    'assignment.started': () => 'started the take-home',
    'assignment.extended': (e) => `gave ${span(e.data.seconds)} more for the take-home: ${e.data.reason}`,
    'assignment.push_received': (e) => `received a push: ${e.data.commit.slice(0, 7)} on ${e.data.branch}`,
    'assignment.push_refused': (e) => `refused a push: ${e.data.reason}`,
    'assignment.token_found': () => 'ended a git token that was in a push',
    'assignment.submitted_early': () => 'submitted the take-home early',
    'assignment.submission_undone': () => 'took the early submission back',
    'submission.sealed': (e) => (e.data.empty ? 'sealed the submission: nothing was pushed, so it is the starter' : `sealed the submission, commit ${e.data.commit.slice(0, 7)}`),
  },
}
