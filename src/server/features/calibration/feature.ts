import type { Feature } from '#server/platform/feature.ts'
import { teamRoutes } from './team-routes.ts'

export const calibration: Feature = {
  name: 'calibration',
  routes: teamRoutes,
  sentences: { 'calibration.sealed': () => 'scored a sample submission' },
}
