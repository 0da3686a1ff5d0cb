import type { Feature } from '#server/platform/feature.ts'
import { pages } from './pages.ts'

export const portal: Feature = { name: 'portal', pages }
