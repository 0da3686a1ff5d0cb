import type { JobPool, PoolPerson } from '#contract/pools.ts'
import type { HiringProcess } from '#contract/process.ts'
import { listMembersOf } from '#server/features/accounts/index.ts'
import { calibrationOf } from '#server/features/calibration/index.ts'
import { loadJobForMember } from '#server/features/jobs/index.ts'
import { countOpenRounds, membersOfPool } from '#server/features/reviews/index.ts'
import type { Tx } from '#server/platform/tx.ts'

/** Who may be asked for reviews of a job: by its draft, or by the version in force and by the draft while there is none. */
export async function showJobPool(tx: Tx, jobId: string, of: 'draft' | 'in_force'): Promise<JobPool> {
  const job = await loadJobForMember(tx, jobId)
  const process = of === 'draft' ? job.draft : job.process
  const stage = process.stages.find((s) => s.type === 'team_review')
  const named = stage?.config.pool ?? []
  const people = stage ? await peopleOf(tx, { orgId: job.orgId, jobId }, process, named) : []
  return {
    review: stage ? { stage: stage.name, wanted: stage.config.reviewers, from: named.length > 0 ? 'named' : 'team', calibration: stage.config.calibration, unknown: named.filter((email) => !people.some((p) => p.email === email)) } : null,
    version: of === 'draft' ? null : (job.published?.version ?? null),
    people,
  }
}

async function peopleOf(tx: Tx, job: { orgId: string; jobId: string }, process: HiringProcess, named: readonly string[]): Promise<PoolPerson[]> {
  const members = await listMembersOf(tx, job.orgId)
  const ids = members.map((m) => m.id)
  const inPool = new Set((await membersOfPool(tx, job, named)).map((m) => m.id))
  const [load, calibrated] = [await countOpenRounds(tx, ids), await calibrationOf(tx, process, ids)]
  return members
    .map((m) => ({ id: m.id, name: m.name, email: m.email, in_pool: inPool.has(m.id), open_reviews: load.get(m.id) ?? 0, calibrated: calibrated && calibrated.has(m.id) }))
    .toSorted((a, b) => Number(b.in_pool) - Number(a.in_pool) || a.open_reviews - b.open_reviews || a.name.localeCompare(b.name))
}
