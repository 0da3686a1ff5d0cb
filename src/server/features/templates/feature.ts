import type { Feature } from '#server/platform/feature.ts'
import { publicRoutes } from './public-routes.ts'
import { teamRoutes } from './team-routes.ts'

export const templates: Feature = { name: 'templates', routes: [...publicRoutes, ...teamRoutes] }
