import { sql } from 'kysely'
import type { Job, PayRange } from '#contract/jobs.ts'
import type { HiringProcess } from '#contract/process.ts'
import { newId } from '#server/lib/ids.ts'
import type { MemberPrincipal } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { LoadedJob, ProcessVersion } from './job.ts'

function selectJobs(tx: Tx) {
  return tx.sql
    .selectFrom('jobs as j')
    .innerJoin('organizations as o', 'o.id', 'j.org_id')
    .leftJoin('process_versions as v', (join) =>
      join.onRef('v.job_id', '=', 'j.id').on('v.version', '=', (eb) => eb.selectFrom('process_versions as newest').select((n) => n.fn.max('newest.version').as('version')).whereRef('newest.job_id', '=', 'j.id')),
    )
    .selectAll('j')
    .select(['o.name as org_name', 'o.slug as org_slug', 'o.about as org_about', 'o.website as org_website'])
    .select(['v.id as version_id', 'v.version', 'v.process as version_process', 'v.sha256', 'v.published_at'])
}

type JobRow = Awaited<ReturnType<ReturnType<typeof selectJobs>['executeTakeFirstOrThrow']>>

function jobFrom(r: JobRow): LoadedJob {
  // JSON columns hold what went through their schemas on the way in; the state is checked by the table.
  const draft = r.process as HiringProcess
  const published = versionFrom(r)
  return {
    id: r.id,
    orgId: r.org_id,
    organization: { name: r.org_name, slug: r.org_slug, about: r.org_about, website: r.org_website },
    slug: r.slug,
    state: r.state as Job['state'],
    title: r.title,
    location: r.location,
    employmentType: r.employment_type as Job['employment_type'],
    payRange: r.pay_range as PayRange | null,
    description: r.description,
    templateSlug: r.template_slug,
    draft,
    revision: r.revision,
    hiringManager: r.hiring_manager,
    createdAt: r.created_at,
    openedAt: r.opened_at,
    published,
    process: published?.process ?? draft,
  }
}

function versionFrom(r: Pick<JobRow, 'version_id' | 'version' | 'version_process' | 'sha256' | 'published_at'>): ProcessVersion | null {
  if (r.version_id === null || r.version === null || r.sha256 === null || r.published_at === null) return null
  return { id: r.version_id, version: r.version, process: r.version_process as HiringProcess, sha256: r.sha256, publishedAt: r.published_at }
}

/** Jobs the member may see: all of the organization for owners and recruiters, else those whose team they are on. */
function visibleTo(tx: Tx, member: MemberPrincipal) {
  const all = selectJobs(tx).where('j.org_id', '=', member.orgId)
  if (member.role === 'owner' || member.role === 'recruiter') return all
  return all.where((eb) =>
    eb.or([
      eb('j.hiring_manager', '=', member.memberId),
      eb.exists(eb.selectFrom('job_members as m').select('m.member_id').whereRef('m.job_id', '=', 'j.id').where('m.member_id', '=', member.memberId)),
    ]),
  )
}

export async function jobsForMember(tx: Tx, member: MemberPrincipal): Promise<LoadedJob[]> {
  return (await visibleTo(tx, member).orderBy('j.created_at', 'desc').orderBy('j.id', 'desc').execute()).map(jobFrom)
}

export async function jobForMember(tx: Tx, member: MemberPrincipal, id: string): Promise<LoadedJob | null> {
  const row = await visibleTo(tx, member).where('j.id', '=', id).executeTakeFirst()
  return row ? jobFrom(row) : null
}

/** Keeps others from changing the job until this transaction ends. */
export async function lockJob(tx: Tx, id: string): Promise<void> {
  await tx.sql.selectFrom('jobs').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
}

/** A job that was published at least once, open or closed since. */
export async function publishedJob(tx: Tx, orgSlug: string, jobSlug: string): Promise<LoadedJob | null> {
  const row = await selectJobs(tx).where('o.slug', '=', orgSlug).where('j.slug', '=', jobSlug).where('v.id', 'is not', null).executeTakeFirst()
  return row ? jobFrom(row) : null
}

export async function openJobs(tx: Tx, orgSlug: string): Promise<LoadedJob[]> {
  const rows = await selectJobs(tx).where('o.slug', '=', orgSlug).where('j.state', '=', 'open').where('v.id', 'is not', null).orderBy('j.opened_at', 'desc').execute()
  return rows.map(jobFrom)
}

export async function versionById(tx: Tx, id: string): Promise<ProcessVersion | null> {
  const row = await selectVersions(tx).where('id', '=', id).executeTakeFirst()
  return row ? versionFrom(row) : null
}

export async function newestVersion(tx: Tx, jobId: string): Promise<ProcessVersion | null> {
  const row = await selectVersions(tx).where('job_id', '=', jobId).orderBy('version', 'desc').limit(1).executeTakeFirst()
  return row ? versionFrom(row) : null
}

function selectVersions(tx: Tx) {
  return tx.sql.selectFrom('process_versions').select(['id as version_id', 'version', 'process as version_process', 'sha256', 'published_at'])
}

export async function insertVersion(tx: Tx, job: LoadedJob, v: { version: number; sha256: string }): Promise<void> {
  await tx.sql
    .insertInto('process_versions')
    .values({ id: newId('pver', tx.now), org_id: job.orgId, job_id: job.id, version: v.version, process: JSON.stringify(job.draft), sha256: v.sha256, published_at: tx.now })
    .execute()
}

export async function slugsLike(tx: Tx, orgId: string, slug: string): Promise<Set<string>> {
  // One job of a name at a time, so that two drafts made together get two addresses.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`job-slug:${orgId}`}, 0))`.execute(tx.sql)
  const rows = await tx.sql.selectFrom('jobs').select('slug').where('org_id', '=', orgId).where('slug', 'like', `${slug}%`).execute()
  return new Set(rows.map((r) => r.slug))
}

export interface NewJob {
  id: string
  orgId: string
  slug: string
  title: string
  template: string
  process: HiringProcess
  hiringManager: string
}

export async function insertJob(tx: Tx, j: NewJob): Promise<void> {
  const row = { id: j.id, org_id: j.orgId, slug: j.slug, title: j.title, template_slug: j.template, process: JSON.stringify(j.process), hiring_manager: j.hiringManager, created_at: tx.now }
  await tx.sql.insertInto('jobs').values(row).execute()
}

export interface JobFacts {
  title?: string
  location?: string
  employment_type?: string
  pay_range?: PayRange | null
  description?: string
}

export async function updateFacts(tx: Tx, id: string, { pay_range, ...facts }: JobFacts): Promise<void> {
  const pay = pay_range === undefined ? {} : { pay_range: pay_range === null ? null : JSON.stringify(pay_range) }
  const changes = { ...facts, ...pay }
  if (Object.values(changes).every((v) => v === undefined)) return
  await tx.sql.updateTable('jobs').set(changes).where('id', '=', id).execute()
}

export async function updateDraft(tx: Tx, id: string, process: HiringProcess): Promise<void> {
  await tx.sql.updateTable('jobs').set((eb) => ({ process: JSON.stringify(process), revision: eb('revision', '+', 1) })).where('id', '=', id).execute()
}

export async function setState(tx: Tx, id: string, state: 'open' | 'closed'): Promise<void> {
  await tx.sql.updateTable('jobs').set({ state, ...(state === 'open' ? { opened_at: tx.now } : {}) }).where('id', '=', id).execute()
}

/** Applications by state. Their rows belong to a feature above this one; here they are only counted. */
export async function countApplications(tx: Tx, jobIds: readonly string[]): Promise<Map<string, Job['counts']>> {
  const counts = new Map(jobIds.map((id) => [id, { active: 0, hired: 0, rejected: 0, withdrawn: 0 }]))
  if (jobIds.length === 0) return counts
  const rows = await tx.sql.selectFrom('applications').select(['job_id', 'state', (eb) => eb.fn.countAll<number>().as('n')]).where('job_id', 'in', jobIds).groupBy(['job_id', 'state']).execute()
  // The table allows exactly the states that are counted.
  for (const r of rows) Object.assign(counts.get(r.job_id) ?? {}, { [r.state]: Number(r.n) })
  return counts
}
