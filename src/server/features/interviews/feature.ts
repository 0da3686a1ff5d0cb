import type { Feature } from '#server/platform/feature.ts'
import { interviewMails } from './mails.ts'
import { portalRoutes, teamRoutes } from './routes.ts'

export const interviews: Feature = {
  name: 'interviews',
  routes: [...teamRoutes, ...portalRoutes],
  mails: interviewMails,
  sentences: {
    'interview.opened': () => 'opened the interview for booking',
    'interview.booked': (e) => `booked the interview for ${e.data.starts_at.slice(0, 16).replace('T', ' ')} UTC`,
    'interview.canceled': () => 'canceled the booked interview',
    'interview.held': () => 'held the interview',
    'interview.no_show': () => 'marked the interview as missed',
    'interview.agenda_changed': () => 'changed the agenda',
    'scorecard.sealed': () => 'sealed a scorecard of the interview',
  },
}
