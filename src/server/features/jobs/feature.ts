import type { Feature } from '#server/platform/feature.ts'
import { teamRoutes } from './team-routes.ts'

export const jobs: Feature = {
  name: 'jobs',
  routes: teamRoutes,
  sentences: {
    'job.created': (e) => `started the job “${e.data.title}”`,
    'job.updated': () => 'changed the job',
    'job.process_changed': () => 'changed the draft process',
    'job.published': (e) => `published version ${e.data.version} of the process`,
    'job.closed': () => 'closed the job to new applications',
  },
}
