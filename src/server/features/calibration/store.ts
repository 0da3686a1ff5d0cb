import { sql } from 'kysely'
import type { HiringProcess, Rubric } from '#contract/process.ts'
import type { Score } from '#contract/scorecards.ts'
import { newId } from '#server/lib/ids.ts'
import type { MemberPrincipal } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Calibration } from './calibration.ts'

/** Whoever acts, and nobody else, reads what they scored. Row-level security says the same a second time. */
function mine(tx: Tx) {
  return tx.sql.selectFrom('calibrations').selectAll().where('member_id', '=', tx.principal.kind === 'member' ? tx.principal.memberId : '')
}
type Row = Awaited<ReturnType<ReturnType<typeof mine>['execute']>>[number]

async function withScores(tx: Tx, rows: readonly Row[]): Promise<Calibration[]> {
  if (rows.length === 0) return []
  const scores = await tx.sql.selectFrom('calibration_scores').selectAll().where('calibration_id', 'in', rows.map((r) => r.id)).orderBy('criterion_id').execute()
  return rows.map((r) => ({
    id: r.id,
    orgId: r.org_id,
    memberId: r.member_id,
    scaffold: r.scaffold,
    sampleId: r.sample_id,
    // Written by insertCalibration alone, from a parsed process.
    rubric: r.rubric as Rubric,
    rubricSha256: r.rubric_sha256,
    startedAt: r.started_at,
    sealedAt: r.sealed_at,
    scores: scores.filter((s) => s.calibration_id === r.id).map(({ calibration_id: _, ...score }) => score),
  }))
}

/** The asking member's own, the oldest first. */
export async function listMyCalibrations(tx: Tx): Promise<Calibration[]> {
  return withScores(tx, await mine(tx).orderBy('started_at').orderBy('id').execute())
}

export async function findMyCalibration(tx: Tx, id: string): Promise<Calibration | null> {
  return (await withScores(tx, await mine(tx).where('id', '=', id).execute()))[0] ?? null
}

/** The same, held: it is sealed and scored one act after the other. */
export async function lockMyCalibration(tx: Tx, id: string): Promise<Calibration | null> {
  await mine(tx).where('id', '=', id).forUpdate().execute()
  return findMyCalibration(tx, id)
}

export type NewCalibration = Omit<Calibration, 'id' | 'startedAt' | 'sealedAt' | 'scores'>

/** Once for each sample and rubric: who begins twice goes on. @returns its id */
export async function insertCalibration(tx: Tx, c: NewCalibration): Promise<string> {
  const id = newId('cal', tx.now)
  await tx.sql
    .insertInto('calibrations')
    .values({ id, org_id: c.orgId, member_id: c.memberId, scaffold: c.scaffold, sample_id: c.sampleId, rubric: JSON.stringify(c.rubric), rubric_sha256: c.rubricSha256, started_at: tx.now })
    .onConflict((o) => o.columns(['member_id', 'rubric_sha256', 'sample_id']).doNothing())
    .execute()
  return (await mine(tx).where('rubric_sha256', '=', c.rubricSha256).where('sample_id', '=', c.sampleId).executeTakeFirstOrThrow()).id
}

export async function putScore(tx: Tx, id: string, s: Score): Promise<void> {
  const { criterion_id: _, ...given } = s
  await tx.sql.insertInto('calibration_scores').values({ calibration_id: id, ...s }).onConflict((c) => c.columns(['calibration_id', 'criterion_id']).doUpdateSet(given)).execute()
}

export async function markSealed(tx: Tx, id: string): Promise<void> {
  await tx.sql.updateTable('calibrations').set({ sealed_at: tx.now }).where('id', '=', id).execute()
}

export async function markCalibrated(tx: Tx, c: Pick<Calibration, 'orgId' | 'memberId' | 'rubricSha256'>): Promise<void> {
  await tx.sql.insertInto('calibrated_members').values({ org_id: c.orgId, member_id: c.memberId, rubric_sha256: c.rubricSha256, calibrated_at: tx.now }).onConflict((o) => o.doNothing()).execute()
}

/** Who of these has scored every sample by this rubric. Says nothing of how. */
export async function calibratedAmong(tx: Tx, rubricSha256: string, memberIds: readonly string[]): Promise<Set<string>> {
  if (memberIds.length === 0) return new Set()
  const rows = await tx.sql.selectFrom('calibrated_members').select('member_id').where('rubric_sha256', '=', rubricSha256).where('member_id', 'in', memberIds).execute()
  return new Set(rows.map((r) => r.member_id))
}

/** When this member was calibrated, by rubric. */
export async function calibratedSince(tx: Tx, memberId: string): Promise<Map<string, Date>> {
  const rows = await tx.sql.selectFrom('calibrated_members').select(['rubric_sha256', 'calibrated_at']).where('member_id', '=', memberId).execute()
  return new Map(rows.map((r) => [r.rubric_sha256, r.calibrated_at]))
}

export interface ProcessInUse {
  jobId: string
  title: string
  process: HiringProcess
  reviewsFor: boolean
}

/** Versions that somebody may still be reviewed by, of the jobs a member may see: those in force, and those running applications began with. */
export async function listProcessesInUse(tx: Tx, m: MemberPrincipal): Promise<ProcessInUse[]> {
  const { rows } = await sql<ProcessInUse>`
    select j.id as "jobId", j.title, v.process,
      exists (select 1 from job_members p where p.job_id = j.id and p.member_id = ${m.memberId} and p.part = 'reviewer') as "reviewsFor"
    from jobs j join process_versions v on v.job_id = j.id
    where j.org_id = ${m.orgId}
      and (${m.role === 'owner' || m.role === 'recruiter'} or j.hiring_manager = ${m.memberId} or exists (select 1 from job_members p where p.job_id = j.id and p.member_id = ${m.memberId})
        or jsonb_path_exists(v.process, '$.stages[*].config.pool[*] ? (@ == $email)', jsonb_build_object('email', ${m.email}::text)))
      and ((j.state = 'open' and v.version = (select max(version) from process_versions n where n.job_id = j.id))
        or exists (select 1 from applications a where a.process_version_id = v.id and a.state = 'active'))
    order by j.title, j.id, v.version desc`.execute(tx.sql)
  // Publishing wrote each process in its normal form, and nothing changes it since.
  return rows
}
