import type { Feature } from '#server/platform/feature.ts'
import { applicationMails } from './emails.ts'
import { portalRoutes } from './portal-routes.ts'
import { teamRoutes } from './team-routes.ts'

export const applications: Feature = {
  name: 'applications',
  routes: [...teamRoutes, ...portalRoutes],
  mails: applicationMails ?? {},
  sentences: {
    'application.submitted': () => 'applied',
    'application.hired': () => 'was hired',
    'application.rejected': (e) => `rejected the application (${e.data.reason.replaceAll('_', ' ')})`,
    'application.withdrawn': () => 'withdrew',
    'application.note_added': () => 'added a note',
    'stage.entered': (e) => `entered ${e.data.stage_key.replaceAll('-', ' ')}`,
    'stage.completed': (e) => `completed ${e.data.stage_key.replaceAll('-', ' ')}`,
    'stage.advanced': (e) => `moved on from ${e.data.from.replaceAll('-', ' ')}`,
    'promise.started': (e) => `promised: ${e.data.kind}, by ${e.data.due_at.slice(0, 16).replace('T', ' ')} UTC`,
    'promise.kept': (e) => `kept the promise: ${e.data.kind}${e.data.late ? ', late' : ''}`,
  },
}
