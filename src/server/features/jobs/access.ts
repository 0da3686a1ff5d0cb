import { requireMember } from '#server/platform/auth/require.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { LoadedJob, ProcessVersion } from './job.ts'
import { jobForMember, lockJob, newestVersion, openJobs, publishedJob, versionById } from './store.ts'

/** A job the asking member may see. @throws Refusal 404 for unknown and foreign ones alike */
export async function loadJobForMember(tx: Tx, id: string): Promise<LoadedJob> {
  const job = await jobForMember(tx, requireMember(tx), id)
  if (!job) throw notFound('This job')
  return job
}

/** The same, and nobody else changes it until this transaction ends. */
export async function loadJobToChange(tx: Tx, id: string): Promise<LoadedJob> {
  await loadJobForMember(tx, id)
  await lockJob(tx, id)
  return loadJobForMember(tx, id)
}

export type PublishedJob = LoadedJob & { published: ProcessVersion; openedAt: Date }

/** A job as the public knows it: published at least once. Null for drafts and unknown addresses. */
export async function publishedJobBySlugs(tx: Tx, orgSlug: string, jobSlug: string): Promise<PublishedJob | null> {
  const job = await publishedJob(tx, orgSlug, jobSlug)
  return job && isPublished(job) ? job : null
}

/** The organization's open jobs, newest first. */
export async function openJobsOf(tx: Tx, orgSlug: string): Promise<PublishedJob[]> {
  return (await openJobs(tx, orgSlug)).filter(isPublished)
}

function isPublished(job: LoadedJob): job is PublishedJob {
  return job.published !== null && job.openedAt !== null
}

/** A frozen version by its id. @throws Error when there is none: versions are never removed */
export async function processVersion(tx: Tx, id: string): Promise<ProcessVersion> {
  const version = await versionById(tx, id)
  if (!version) throw new Error(`There is no process version ${id}`)
  return version
}

/** The version that new applications run on, or null before the first publication. */
export async function currentVersion(tx: Tx, jobId: string): Promise<ProcessVersion | null> {
  return newestVersion(tx, jobId)
}

