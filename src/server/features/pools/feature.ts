import type { Feature } from '#server/platform/feature.ts'
import { teamRoutes } from './team-routes.ts'

export const pools: Feature = { name: 'pools', routes: teamRoutes }
