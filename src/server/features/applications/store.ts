import { sql } from 'kysely'
import type { ApplicationState } from '#contract/applications.ts'
import type { HiringProcess } from '#contract/process.ts'
import { newId } from '#server/lib/ids.ts'
import type { MemberPrincipal } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type LoadedApplication, withoutName } from './application.ts'

function base(tx: Tx) {
  return tx.sql
    .selectFrom('applications as a')
    .innerJoin('candidates as c', 'c.id', 'a.candidate_id')
    .innerJoin('jobs as j', 'j.id', 'a.job_id')
    .innerJoin('organizations as o', 'o.id', 'a.org_id')
    .select([
      'a.id', 'a.org_id', 'a.job_id', 'a.process_version_id', 'a.state', 'a.stage_index', 'a.stage_entered_at', 'a.applied_at', 'a.referred_by', 'a.time_zone', 'a.hides_names',
      'c.id as candidate_id', 'c.name as candidate_name', 'c.email as candidate_email',
      'o.name as org_name', 'o.slug as org_slug', 'j.title as job_title', 'j.slug as job_slug',
    ])
}
type Row = Awaited<ReturnType<ReturnType<typeof base>['execute']>>[number]

interface Version {
  process: HiringProcess
  version: number
}

/** A process is long and shared by many applications, so each is read once. */
async function loadAll(tx: Tx, rows: readonly Row[]): Promise<LoadedApplication[]> {
  const versions = await versionsOf(tx, new Set(rows.map((r) => r.process_version_id)))
  return rows.flatMap((r) => {
    const version = versions.get(r.process_version_id)
    return version ? [loaded(r, version)] : []
  })
}

async function loadOne(tx: Tx, row: Row | undefined): Promise<LoadedApplication | null> {
  return row ? ((await loadAll(tx, [row]))[0] ?? null) : null
}

/** Published versions never change: those used last are kept, so that a page full of applications parses one process. */
const kept = new Map<string, Version>()
const KEPT_VERSIONS = 100

async function versionsOf(tx: Tx, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Version>> {
  const unknown = [...ids].filter((id) => !kept.has(id))
  if (unknown.length === 0) return kept
  const rows = await tx.sql.selectFrom('process_versions').select(['id', 'process', 'version']).where('id', 'in', unknown).execute()
  // Publishing wrote the process in its normal form, and nothing changes it since.
  const read = new Map(rows.map((r) => [r.id, { process: r.process as HiringProcess, version: r.version }]))
  const found = new Map([...kept].filter(([id]) => ids.has(id)).concat([...read]))
  for (const [id, version] of read) keep(id, version)
  return found
}

function keep(id: string, version: Version) {
  const [oldest] = kept.keys()
  if (kept.size >= KEPT_VERSIONS && oldest !== undefined) kept.delete(oldest)
  kept.set(id, version)
}

function loaded(r: Row, v: Version): LoadedApplication {
  return {
    id: r.id,
    orgId: r.org_id,
    jobId: r.job_id,
    candidate: { id: r.candidate_id, name: r.candidate_name, email: r.candidate_email },
    timeZone: r.time_zone,
    organization: { name: r.org_name, slug: r.org_slug },
    job: { title: r.job_title, slug: r.job_slug },
    // The check constraint lists exactly these.
    state: r.state as ApplicationState,
    process: v.process,
    processVersion: v.version,
    stageIndex: r.stage_index,
    stageEnteredAt: r.stage_entered_at,
    appliedAt: r.applied_at,
    referredBy: r.referred_by,
    anonymous: false,
  }
}

/** Applications a member may see: all of the organization, or those of the jobs they are on and those they have a part in. */
function seenBy(tx: Tx, m: MemberPrincipal) {
  const all = base(tx).where('a.org_id', '=', m.orgId).select(isNameless(m).as('nameless'))
  if (m.role === 'owner' || m.role === 'recruiter') return all
  return all.where((eb) =>
    eb.or([
      eb('j.hiring_manager', '=', m.memberId),
      eb.exists(eb.selectFrom('job_members as jm').select('jm.job_id').whereRef('jm.job_id', '=', 'a.job_id').where('jm.member_id', '=', m.memberId)),
      eb.exists(eb.selectFrom('application_members as am').select('am.member_id').whereRef('am.application_id', '=', 'a.id').where('am.member_id', '=', m.memberId)),
    ]),
  )
}

/** Until the reveal of an anonymous review no reviewer is told a name, and nobody who has yet to seal, whatever their role. */
function isNameless(m: Pick<MemberPrincipal, 'memberId' | 'role'>) {
  return sql<boolean>`(a.hides_names and (${m.role === 'reviewer'} or exists (
    select 1 from application_members judge where judge.application_id = a.id and judge.member_id = ${m.memberId} and judge.judging)))`
}

/** Whether a member is not told whose application it is. */
export async function isNamelessTo(tx: Tx, m: Pick<MemberPrincipal, 'memberId' | 'role'>, applicationId: string): Promise<boolean> {
  const row = await tx.sql.selectFrom('applications as a').select(isNameless(m).as('nameless')).where('a.id', '=', applicationId).executeTakeFirst()
  return row?.nameless ?? true
}

type SeenRow = Row & { nameless: boolean }

async function loadSeen(tx: Tx, rows: readonly SeenRow[]): Promise<LoadedApplication[]> {
  const nameless = new Set(rows.filter((r) => r.nameless).map((r) => r.id))
  return (await loadAll(tx, rows)).map((a) => (nameless.has(a.id) ? withoutName(a) : a))
}

export async function applicationById(tx: Tx, id: string): Promise<LoadedApplication | null> {
  return loadOne(tx, await base(tx).where('a.id', '=', id).executeTakeFirst())
}

export async function applicationsById(tx: Tx, ids: readonly string[]): Promise<LoadedApplication[]> {
  return ids.length === 0 ? [] : loadAll(tx, await base(tx).where('a.id', 'in', ids).execute())
}

/** The same, holding the application's row until the transaction ends. */
export async function lockApplication(tx: Tx, id: string): Promise<LoadedApplication | null> {
  await tx.sql.selectFrom('applications').select('id').where('id', '=', id).forUpdate().execute()
  return applicationById(tx, id)
}

export async function applicationForMember(tx: Tx, m: MemberPrincipal, id: string): Promise<LoadedApplication | null> {
  return (await loadSeen(tx, await seenBy(tx, m).where('a.id', '=', id).execute()))[0] ?? null
}

export async function applicationForCandidate(tx: Tx, email: string, id: string): Promise<LoadedApplication | null> {
  return loadOne(tx, await base(tx).where('a.id', '=', id).where('c.email', '=', email).executeTakeFirst())
}

export async function applicationsOfCandidate(tx: Tx, email: string): Promise<LoadedApplication[]> {
  return loadAll(tx, await base(tx).where('c.email', '=', email).orderBy('a.id', 'desc').limit(100).execute())
}

export interface ListFilter {
  jobId?: string | undefined
  state?: ApplicationState | undefined
  search?: string | undefined
  before?: string | undefined
  limit: number
}

export async function listForMember(tx: Tx, m: MemberPrincipal, f: ListFilter): Promise<LoadedApplication[]> {
  let query = seenBy(tx, m)
  if (f.jobId) query = query.where('a.job_id', '=', f.jobId)
  if (f.state) query = query.where('a.state', '=', f.state)
  if (f.before) query = query.where('a.id', '<', f.before)
  const pattern = f.search ? `%${f.search.replaceAll(/[%_\\]/g, String.raw`\$&`)}%` : null
  // A search by name must not find whom it would name.
  if (pattern) query = query.where((eb) => eb.and([eb.not(isNameless(m)), eb.or([eb('c.name', 'ilike', pattern), eb('c.email', 'ilike', pattern)])]))
  return loadSeen(tx, await query.orderBy('a.id', 'desc').limit(f.limit).execute())
}

export async function countEnded(tx: Tx, jobId: string): Promise<{ hired: number; rejected: number; withdrawn: number }> {
  const rows = await tx.sql.selectFrom('applications').select(['state', (eb) => eb.fn.countAll<number>().as('n')]).where('job_id', '=', jobId).groupBy('state').execute()
  const of = (state: string) => rows.find((r) => r.state === state)?.n ?? 0
  return { hired: of('hired'), rejected: of('rejected'), withdrawn: of('withdrawn') }
}

/** What only the application's own page needs. */
export async function paperwork(tx: Tx, id: string) {
  return tx.sql
    .selectFrom('applications as a')
    .leftJoin('files as f', 'f.id', 'a.resume_file_id')
    .select(['a.answers', 'a.links', 'a.rejection_reason', 'a.rejection_note', 'a.closing_message', 'a.ended_at', 'f.filename', 'f.size', 'f.sha256', 'f.content_type'])
    .where('a.id', '=', id)
    .executeTakeFirstOrThrow()
}

/** Whether the address has an application of any job of the organization under way. */
export async function hasLiveApplication(tx: Tx, orgId: string, email: string): Promise<boolean> {
  const row = await tx.sql.selectFrom('applications as a').innerJoin('candidates as c', 'c.id', 'a.candidate_id').select('a.id').where('c.org_id', '=', orgId).where('c.email', '=', email).where('a.state', '=', 'active').limit(1).executeTakeFirst()
  return row !== undefined
}

export interface NewApplication {
  orgId: string
  jobId: string
  candidateId: string
  processVersionId: string
  answers: Record<string, string>
  links: string[]
  resumeFileId: string | null
  timeZone?: string | null
  /** Reviewers are not told whose work it is before the reveal. */
  hidesNames: boolean
}

export async function updateTimeZone(tx: Tx, id: string, timeZone: string): Promise<void> {
  await tx.sql.updateTable('applications').set({ time_zone: timeZone }).where('id', '=', id).execute()
}

/** @returns null when this candidate has a live application for the job already */
export async function insertApplication(tx: Tx, a: NewApplication, stages: readonly { key: string }[]): Promise<string | null> {
  const id = newId('app', tx.now)
  const row = { id, hides_names: a.hidesNames, org_id: a.orgId, job_id: a.jobId, candidate_id: a.candidateId, process_version_id: a.processVersionId, stage_entered_at: tx.now, answers: JSON.stringify(a.answers), links: JSON.stringify(a.links), resume_file_id: a.resumeFileId, time_zone: a.timeZone ?? null, applied_at: tx.now }
  const inserted = await tx.sql.insertInto('applications').values(row).onConflict((c) => c.columns(['job_id', 'candidate_id']).where('state', '=', 'active').doNothing()).executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows !== 1n) return null
  await tx.sql.insertInto('stage_progress').values(stages.map((s, i) => ({ application_id: id, stage_index: i, stage_key: s.key }))).execute()
  return id
}

export async function enterStageRow(tx: Tx, id: string, index: number) {
  await tx.sql.updateTable('applications').set({ stage_index: index, stage_entered_at: tx.now }).where('id', '=', id).execute()
  await tx.sql.updateTable('stage_progress').set({ state: 'in_progress', entered_at: tx.now }).where('application_id', '=', id).where('stage_index', '=', index).execute()
}

/** @returns false when the stage was completed before */
export async function completeStageRow(tx: Tx, id: string, index: number): Promise<boolean> {
  const done = await tx.sql.updateTable('stage_progress').set({ state: 'completed', completed_at: tx.now }).where('application_id', '=', id).where('stage_index', '=', index).where('state', '=', 'in_progress').executeTakeFirst()
  return done.numUpdatedRows === 1n
}

export async function progressRows(tx: Tx, id: string) {
  return tx.sql.selectFrom('stage_progress').selectAll().where('application_id', '=', id).orderBy('stage_index').execute()
}

/** Ends an application; stages it never reached are skipped. */
export async function endApplication(tx: Tx, id: string, end: { state: ApplicationState; reason?: string; note?: string; message?: string }) {
  await tx.sql
    .updateTable('applications')
    .set({ state: end.state, ended_at: tx.now, rejection_reason: end.reason ?? null, rejection_note: end.note ?? null, closing_message: end.message ?? null })
    .where('id', '=', id)
    .execute()
  await tx.sql.updateTable('stage_progress').set({ state: 'skipped' }).where('application_id', '=', id).where('state', '=', 'pending').execute()
}

export async function insertNote(tx: Tx, applicationId: string, authorId: string, text: string): Promise<string> {
  const id = newId('not', tx.now)
  await tx.sql.insertInto('application_notes').values({ id, application_id: applicationId, author_id: authorId, text, created_at: tx.now }).execute()
  return id
}

/** The texts of notes by id, within one organization. */
export async function notesById(tx: Tx, orgId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.sql.selectFrom('application_notes as n').innerJoin('applications as a', 'a.id', 'n.application_id').select(['n.id', 'n.text']).where('n.id', 'in', ids).where('a.org_id', '=', orgId).execute()
  return new Map(rows.map((r) => [r.id, r.text]))
}

export async function hiringTeam(tx: Tx, jobId: string): Promise<{ hiringManager: string | null; reviewers: string[]; interviewers: string[] }> {
  const job = await tx.sql.selectFrom('jobs').select('hiring_manager').where('id', '=', jobId).executeTakeFirst()
  const rows = await tx.sql.selectFrom('job_members as jm').innerJoin('members as m', 'm.id', 'jm.member_id').select(['jm.member_id', 'jm.part']).where('jm.job_id', '=', jobId).where('m.removed_at', 'is', null).orderBy('jm.member_id').execute()
  const of = (part: string) => rows.filter((r) => r.part === part).map((r) => r.member_id)
  return { hiringManager: job?.hiring_manager ?? null, reviewers: of('reviewer'), interviewers: of('interviewer') }
}
