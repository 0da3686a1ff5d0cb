import type { Feature } from '#server/platform/feature.ts'
import { pages } from './pages.tsx'
import { publicRoutes } from './public-routes.ts'

export const careers: Feature = { name: 'careers', routes: publicRoutes, pages }
