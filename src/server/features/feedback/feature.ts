import type { Feature } from '#server/platform/feature.ts'
import { feedbackMails } from './mails.ts'
import { portalRoutes } from './portal-routes.ts'
import { remindTask } from './remind.ts'
import { sendPlannedTask } from './send-planned.ts'
import { teamRoutes } from './team-routes.ts'
import { momentIn } from '#server/lib/zones.ts'

export const feedback: Feature = {
  name: 'feedback',
  routes: [...teamRoutes, ...portalRoutes],
  tasks: { 'feedback.send': sendPlannedTask, 'feedback.remind': remindTask },
  mails: feedbackMails,
  sentences: {
    'feedback.planned': (e) => `planned the written feedback for ${momentIn(new Date(e.data.at), e.data.time_zone)}`,
    'feedback.taken_back': () => 'took the planned feedback back',
    'feedback.stopped': () => 'kept the planned feedback back: it holds words written for the team',
    'feedback.sent': () => 'sent written feedback to the candidate',
    'feedback.reminded': (e) => ({ soon: 'reminded the team that feedback is due soon', due: 'reminded the team that feedback is due', late: 'reminded the team that feedback is late' })[e.data.step],
  },
}
