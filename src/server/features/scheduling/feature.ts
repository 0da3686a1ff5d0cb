import type { Feature } from '#server/platform/feature.ts'
import { teamRoutes } from './team-routes.ts'

export const scheduling: Feature = {
  name: 'scheduling',
  routes: teamRoutes,
  sentences: {
    'slots.published': (e) => `offered ${e.data.count === 1 ? 'a time' : `${e.data.count} times`} for calls`,
    'slot.withdrawn': () => 'took back a time for calls',
  },
}
