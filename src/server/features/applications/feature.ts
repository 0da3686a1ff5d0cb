import type { Feature } from '#server/platform/feature.ts'
import { applicationMails } from './emails.ts'
import { reactions } from './parts.ts'
import { portalRoutes } from './portal-routes.ts'
import { teamRoutes } from './team-routes.ts'

const words = (key: string) => key.replaceAll('-', ' ')

export const applications: Feature = {
  name: 'applications',
  routes: [...teamRoutes, ...portalRoutes],
  mails: applicationMails,
  reactions,
  sentences: {
    'application.submitted': () => 'applied',
    'application.hired': () => 'completed the hire',
    'application.rejected': (e) => `rejected the application (${e.data.reason.replaceAll('_', ' ')})`,
    'application.withdrawn': () => 'withdrew the application',
    'application.referred': (e) => (e.data.member_id ? 'wrote down who referred the candidate' : 'wrote down that nobody referred the candidate'),
    'application.note_added': () => 'added a note',
    'stage.entered': (e) => `opened the stage “${words(e.data.stage_key)}”`,
    'stage.completed': (e) => `completed the stage “${words(e.data.stage_key)}”`,
    'stage.advanced': (e) => (e.data.to ? `moved the application on from “${words(e.data.from)}” to “${words(e.data.to)}”` : `moved the application on from “${words(e.data.from)}”, the last stage`),
    'promise.started': (e) => `promised the candidate: ${e.data.kind}, by ${e.data.due_at.slice(0, 16).replace('T', ' ')} UTC`,
    'promise.kept': (e) => `kept the promise to the candidate${e.data.late ? ', late' : ''}: ${e.data.kind}`,
  },
}
