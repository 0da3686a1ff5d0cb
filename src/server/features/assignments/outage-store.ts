import { sql } from 'kysely'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Assignment } from './assignment.ts'
import type { Outage } from './outage.ts'
import { assignmentOf } from './store.ts'

/** How long nobody has noted that our git server is there, in seconds; null when nobody ever has. */
export async function secondsUnseen(tx: Tx): Promise<number | null> {
  const { rows } = await sql<{ seconds: number | null }>`select extract(epoch from clock_timestamp() - max(seen_at))::float8 as seconds from service_runs`.execute(tx.sql)
  return rows[0]?.seconds ?? null
}

/** @returns the run's id */
export async function insertRun(tx: Tx): Promise<string> {
  const id = newId('run', tx.now)
  await sql`insert into service_runs (id, began_at, seen_at) values (${id}, clock_timestamp(), clock_timestamp())`.execute(tx.sql)
  return id
}

/** Losing the last of these in a crash costs nobody anything: the outage only looks longer. */
export async function prolongRun(tx: Tx, id: string): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx.sql)
  await sql`update service_runs set seen_at = clock_timestamp() where id = ${id}`.execute(tx.sql)
}

/** One program at a time looks for an outage and notes it. */
export async function lockRuns(tx: Tx): Promise<void> {
  await sql`lock table service_runs in exclusive mode`.execute(tx.sql)
}

export async function insertOutage(tx: Tx, o: Omit<Outage, 'id'>): Promise<Outage> {
  const id = newId('out', tx.now)
  await tx.sql.insertInto('outages').values({ id, began_at: o.beganAt, ended_at: o.endedAt }).execute()
  return { id, ...o }
}

/** Clocks on our own server that were not over when the outage began, held until the transaction ends. */
export async function lockRunningSince(tx: Tx, at: Date): Promise<Assignment[]> {
  const rows = await tx.sql.selectFrom('assignments').selectAll().where('state', '=', 'started').where('provider', '=', 'built-in').where('deadline_at', '>', at).orderBy('id').forUpdate().execute()
  return rows.map(assignmentOf)
}

export async function insertCredit(tx: Tx, assignmentId: string, o: { seconds: number; reason: string; outageId: string }) {
  await tx.sql
    .insertInto('deadline_extensions')
    .values({ id: newId('ext', tx.now), assignment_id: assignmentId, seconds: o.seconds, reason: o.reason, outage_id: o.outageId, granted_at: tx.now })
    .execute()
}
