import { sql } from 'kysely'
import type { Tx } from '#server/platform/tx.ts'

/** How much may be committed: by the whole company in a calendar month (UTC), or for one job altogether. */
export interface Cap {
  jobId: string | null
  currency: string
  capMinor: number
}

export interface NamedCap extends Cap {
  jobTitle: string | null
}

export async function listCaps(tx: Tx, orgId: string): Promise<NamedCap[]> {
  const rows = await tx.sql
    .selectFrom('payout_caps as c')
    .leftJoin('jobs as j', 'j.id', 'c.job_id')
    .select(['c.job_id', 'c.currency', 'c.cap_minor', 'j.title'])
    .where('c.org_id', '=', orgId)
    .orderBy('c.job_id', (o) => o.asc().nullsFirst())
    .orderBy('c.currency')
    .execute()
  return rows.map((r) => ({ jobId: r.job_id, jobTitle: r.title, currency: r.currency, capMinor: r.cap_minor }))
}

/** All caps at once; those that are not among them are gone. */
export async function replaceCaps(tx: Tx, orgId: string, caps: readonly Cap[]): Promise<void> {
  await tx.sql.deleteFrom('payout_caps').where('org_id', '=', orgId).execute()
  if (caps.length > 0) await tx.sql.insertInto('payout_caps').values(caps.map((c) => ({ org_id: orgId, job_id: c.jobId, currency: c.currency, cap_minor: c.capMinor }))).execute()
}

/** Of two who spend from one budget at once, the second waits and sees what the first has spent. */
export async function lockBudget(tx: Tx, orgId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`payout budget ${orgId}`}, 0))`.execute(tx.sql)
}

/** What was earned and not declined; of a month (UTC) by all jobs, or of one job. What was issued anew counts once. */
export async function earnedMinor(tx: Tx, o: { orgId: string; jobId: string | null; currency: string }): Promise<number> {
  const { rows } = await sql<{ minor: string }>`
    select coalesce(sum(p.amount_minor), 0)::text as minor from payouts p join applications a on a.id = p.application_id
    where p.org_id = ${o.orgId} and p.currency = ${o.currency} and p.state <> 'declined' and p.replaces is null
      and (a.job_id = ${o.jobId} or (${o.jobId}::text is null and date_trunc('month', p.accrued_at at time zone 'UTC') = date_trunc('month', ${tx.now}::timestamptz at time zone 'UTC')))`.execute(tx.sql)
  return Number(rows[0]?.minor)
}

/** What is promised besides: one for each other running application that stands in a paid stage and has not earned it yet. */
export async function promisedMinor(tx: Tx, o: { orgId: string; jobId: string | null; currency: string; except: string }): Promise<number> {
  const { rows } = await sql<{ minor: string }>`
    select coalesce(sum((s.stage->'payout'->>'amount_minor')::bigint), 0)::text as minor from applications a
      join process_versions v on v.id = a.process_version_id
      cross join lateral (select v.process->'stages'->a.stage_index as stage) s
    where a.org_id = ${o.orgId} and a.state = 'active' and a.id <> ${o.except}
      and s.stage->'payout'->>'currency' = ${o.currency}
      and (a.job_id = ${o.jobId} or ${o.jobId}::text is null)
      and not exists (select 1 from payouts p where p.application_id = a.id and p.stage_key = s.stage->>'key')`.execute(tx.sql)
  return Number(rows[0]?.minor)
}

/** A member opens this door beyond a cap, each once. */
export async function addException(tx: Tx, applicationId: string, stageKey: string, memberId: string): Promise<void> {
  await tx.sql.insertInto('payout_exceptions').values({ application_id: applicationId, stage_key: stageKey, member_id: memberId, at: tx.now }).execute()
}

/** The members who have opened this door beyond a cap. */
export async function listExceptions(tx: Tx, applicationId: string, stageKey: string): Promise<string[]> {
  const rows = await tx.sql.selectFrom('payout_exceptions').select('member_id').where('application_id', '=', applicationId).where('stage_key', '=', stageKey).orderBy('at').execute()
  return rows.map((r) => r.member_id)
}
