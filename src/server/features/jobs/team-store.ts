import type { HiringTeam } from '#contract/jobs.ts'
import type { Tx } from '#server/platform/tx.ts'

/** Who is on a job's team. Members who left the organization are not. */
export async function hiringTeam(tx: Tx, jobId: string): Promise<HiringTeam> {
  const parts = await tx.sql
    .selectFrom('job_members as j')
    .innerJoin('members as m', 'm.id', 'j.member_id')
    .select(['j.member_id', 'j.part'])
    .where('j.job_id', '=', jobId)
    .where('m.removed_at', 'is', null)
    .orderBy('j.member_id')
    .execute()
  const of = (part: string) => parts.filter((p) => p.part === part).map((p) => p.member_id)
  return { hiring_manager: await hiringManager(tx, jobId), reviewers: of('reviewer'), interviewers: of('interviewer') }
}

async function hiringManager(tx: Tx, jobId: string): Promise<string | null> {
  const row = await tx.sql.selectFrom('jobs as j').innerJoin('members as m', 'm.id', 'j.hiring_manager').select('m.id').where('j.id', '=', jobId).where('m.removed_at', 'is', null).executeTakeFirst()
  return row?.id ?? null
}

/** Of these ids, the ones that are members of the organization now. */
export async function presentMembers(tx: Tx, orgId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.sql.selectFrom('members').select('id').where('org_id', '=', orgId).where('id', 'in', ids).where('removed_at', 'is', null).execute()
  return new Set(rows.map((r) => r.id))
}

export async function replaceTeam(tx: Tx, job: { id: string; orgId: string }, team: HiringTeam): Promise<void> {
  await tx.sql.deleteFrom('job_members').where('job_id', '=', job.id).execute()
  const row = (member_id: string, part: string) => ({ org_id: job.orgId, job_id: job.id, member_id, part })
  const rows = [...new Set(team.reviewers)].map((id) => row(id, 'reviewer')).concat([...new Set(team.interviewers)].map((id) => row(id, 'interviewer')))
  if (rows.length > 0) await tx.sql.insertInto('job_members').values(rows).execute()
  await tx.sql.updateTable('jobs').set({ hiring_manager: team.hiring_manager }).where('id', '=', job.id).execute()
}
