import type { Feature } from '#server/platform/feature.ts'
import { teamRoutes } from './team-routes.ts'

const HOW: Record<string, string> = { ready: 'it is ready', held: 'it could not be tried here', refused: 'it was refused' }

export const starters: Feature = {
  name: 'starters',
  routes: teamRoutes,
  sentences: {
    'starter.created': (e) => `began the starter “${e.data.name}”`,
    'starter.changed': (e) => `changed the starter “${e.data.name}”`,
    'starter.removed': (e) => `deleted the starter “${e.data.name}”`,
    'starter.version_received': (e) => `received version ${e.data.number} of the starter “${e.data.name}”`,
    'starter.version_tried': (e) => `looked at version ${e.data.number} of the starter “${e.data.name}”: ${HOW[e.data.state] ?? e.data.state}`,
    'starter.trial_asked': (e) => `asked for version ${e.data.number} of the starter “${e.data.name}” to be tried again`,
    'starter.version_accepted': (e) => `made version ${e.data.number} of the starter “${e.data.name}” ready, untried: ${e.data.reason}`,
  },
}
