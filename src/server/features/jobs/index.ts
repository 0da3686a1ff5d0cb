/** The front door of jobs: a job by who asks for it, and the frozen versions of its process. */
export { type PublishedJob, currentVersion, loadJobForMember, openJobsOf, processVersion, publishedJobBySlugs } from './access.ts'
export { type LoadedJob, type ProcessVersion, processHash } from './job.ts'
export { hiringTeam as hiringTeamOf } from './team-store.ts'
