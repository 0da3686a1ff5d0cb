import type { Job, JobProcess } from '#contract/jobs.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadJobForMember } from './access.ts'
import { type LoadedJob, presentJob, presentProcess } from './job.ts'
import { countApplications, jobsForMember } from './store.ts'

/** The jobs the asking member may see, newest first. */
export async function showJobs(tx: Tx, ctx: Context): Promise<Job[]> {
  return present(tx, ctx, await jobsForMember(tx, requireMember(tx)))
}

export async function showJob(tx: Tx, ctx: Context, id: string): Promise<Job> {
  const [job] = await present(tx, ctx, [await loadJobForMember(tx, id)])
  // One job in, one job out.
  return job!
}

async function present(tx: Tx, ctx: Context, jobs: LoadedJob[]): Promise<Job[]> {
  const counts = await countApplications(tx, jobs.map((j) => j.id))
  return jobs.map((j) => presentJob(j, counts.get(j.id) ?? { active: 0, hired: 0, rejected: 0, withdrawn: 0 }, ctx.config.publicUrl))
}

export async function showProcess(tx: Tx, id: string): Promise<JobProcess> {
  return presentProcess(await loadJobForMember(tx, id))
}
