import { type Selectable, sql } from 'kysely'
import type { PushedTip, RefUpdate, WholePush } from '#server/adapters/git/port.ts'
import type { ProviderPush } from '#server/adapters/providers/port.ts'
import { newId } from '#server/lib/ids.ts'
import type { AssignmentsTable } from '#server/platform/db/tables.gen.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type UploadRow, uploadFacts } from './upload-store.ts'
import { assignmentOf } from './store.ts'
import { type Assignment, type PushRecord, type PushState, type PushUpdate, STAMP_SECONDS } from './assignment.ts'

/**
 * Stamps the first byte of a push with the database's clock, less what has passed on our side since it came: `age` is
 * asked when the statement is sent, and the wait for the assignment's row is taken off as well. Never more than
 * `STAMP_SECONDS`: whoever freezes the submission holds the same lock and has waited as long, so a stamp in time is
 * always seen by it.
 * @param age milliseconds since the first byte
 * @throws when there is no such repository
 */
export async function insertPush(tx: Tx, p: { repoId: string; ip: string; age: () => number }): Promise<string> {
  const id = newId('psh', tx.now)
  const { numAffectedRows } = await sql`
    with a as (select id from assignments where repo_id = ${p.repoId} for share)
    insert into pushes (id, assignment_id, ip, received_at)
    select ${id}, a.id, ${p.ip}, hw_now() - least(make_interval(secs => ${STAMP_SECONDS}), clock_timestamp() - statement_timestamp() + make_interval(secs => ${p.age() / 1000}))
    from a`.execute(tx.sql)
  if (numAffectedRows !== 1n) throw new Error(`There is no repository ${p.repoId}`)
  return id
}

/**
 * A push that was whole before anything was written of it: stamps both ends of it, each dated back by its age as
 * `insertPush` does, and holds the assignment from then on.
 * @throws when there is no such repository
 */
export async function insertWholePush(tx: Tx, p: WholePush): Promise<{ assignment: Assignment; push: PushRecord }> {
  const id = newId('psh', tx.now)
  const stamp = (age: number) => sql`hw_now() - least(make_interval(secs => ${STAMP_SECONDS}), clock_timestamp() - statement_timestamp() + make_interval(secs => ${age / 1000}))`
  const { rows } = await sql<Selectable<AssignmentsTable> & { received_at: Date; finished_at: Date }>`
    with a as (select * from assignments where repo_id = ${p.repoId} for update),
      p as (
        insert into pushes (id, assignment_id, ip, bytes, received_at, finished_at)
        select ${id}, a.id, ${p.ip}, ${p.bytes}::bigint, ${stamp(p.age())}, ${stamp(p.lastAge())} from a
        returning received_at, finished_at)
    select a.*, p.received_at, p.finished_at from a, p`.execute(tx.sql)
  const [row] = rows
  if (!row) throw new Error(`There is no repository ${p.repoId}`)
  return { assignment: assignmentOf(row), push: { id, assignmentId: row.id, receivedAt: row.received_at, finishedAt: row.finished_at, state: 'received' } }
}

export async function stampFinished(tx: Tx, pushId: string, bytes: number) {
  await sql`update pushes set finished_at = hw_now(), bytes = ${bytes} where id = ${pushId} and finished_at is null`.execute(tx.sql)
}

const COLUMNS = ['id', 'assignment_id as assignmentId', 'received_at as receivedAt', 'finished_at as finishedAt', 'state'] as const

export async function loadPush(tx: Tx, pushId: string): Promise<PushRecord> {
  const row = await tx.sql.selectFrom('pushes').select(COLUMNS).where('id', '=', pushId).executeTakeFirstOrThrow()
  return { ...row, state: stateOf(row.state) }
}

/** Pushes that have a beginning and no end yet. */
export async function listOpenPushes(tx: Tx, assignmentId: string): Promise<PushRecord[]> {
  const rows = await tx.sql.selectFrom('pushes').select(COLUMNS).where('assignment_id', '=', assignmentId).where('state', 'in', ['received', 'accepted']).execute()
  return rows.map((r) => ({ ...r, state: stateOf(r.state) }))
}

/** After a crash: every push that the gateway before us has left in the middle. */
export async function listAllOpenPushes(tx: Tx): Promise<(PushRecord & { repoId: string })[]> {
  const rows = await tx.sql
    .selectFrom('pushes')
    .innerJoin('assignments', 'assignments.id', 'pushes.assignment_id')
    .select(['pushes.id', 'pushes.assignment_id as assignmentId', 'pushes.received_at as receivedAt', 'pushes.finished_at as finishedAt', 'pushes.state', 'assignments.repo_id as repoId'])
    .where('pushes.state', 'in', ['received', 'accepted'])
    .execute()
  return rows.map((r) => ({ ...r, state: stateOf(r.state) }))
}

function stateOf(state: string): PushState {
  // The column's check allows these states only.
  return state as PushState
}

export interface Decision {
  state: 'accepted' | 'refused'
  reason: string
}

/** Writes what the push asked for and what was decided, under the assignment's lock: nobody else counts `seq` meanwhile. */
export async function writeDecision(tx: Tx, p: PushRecord, updates: readonly RefUpdate[], tips: readonly PushedTip[], d: Decision) {
  const tipOf = (u: RefUpdate) => tips.find((t) => t.ref === u.ref)
  const columns = [updates.map((u) => u.ref), updates.map((u) => u.oldSha), updates.map((u) => u.newSha), updates.map((u) => tipOf(u)?.commit ?? u.newSha), updates.map((u) => tipOf(u)?.subject ?? '')]
  const [refs, olds, news, commits, subjects] = columns
  await sql`
    with decided as (update pushes set state = ${d.state}, reason = ${d.reason}, decided_at = hw_now() where id = ${p.id})
    insert into push_updates (push_id, assignment_id, seq, ref, old_sha, new_sha, commit_sha, subject)
    select ${p.id}, ${p.assignmentId}, (select coalesce(max(seq), 0) from push_updates where assignment_id = ${p.assignmentId}) + n, ref, old_sha, new_sha, commit_sha, subject
    from unnest(${refs}::text[], ${olds}::text[], ${news}::text[], ${commits}::text[], ${subjects}::text[]) with ordinality as u (ref, old_sha, new_sha, commit_sha, subject, n)`.execute(tx.sql)
}

export async function lastSeq(tx: Tx, assignmentId: string): Promise<number> {
  const row = await tx.sql
    .selectFrom('push_updates')
    .select((e) => e.fn.max('seq').as('seq'))
    .where('assignment_id', '=', assignmentId)
    .executeTakeFirst()
  return row?.seq ?? 0
}

/** @returns false when the push had ended already: then nothing changes */
export async function endPush(tx: Tx, pushId: string, from: PushState, to: PushState, reason = ''): Promise<boolean> {
  const result = await tx.sql.updateTable('pushes').set({ state: to, reason }).where('id', '=', pushId).where('state', '=', from).executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Ends an accepted push with what took effect of it. `ended` is false when it had ended already: then nothing changes. */
export async function markApplied(tx: Tx, pushId: string, updates: readonly { ref: string; forced: boolean }[]): Promise<{ assignment: Assignment; ended: boolean }> {
  const { rows } = await sql<Selectable<AssignmentsTable> & { ended: boolean }>`
    with ended as (update pushes set state = 'applied', reason = '' where id = ${pushId} and state = 'accepted' returning id),
      marked as (
        update push_updates set applied = true, forced = u.forced
        from ended, unnest(${updates.map((u) => u.ref)}::text[], ${updates.map((u) => u.forced)}::boolean[]) as u (ref, forced)
        where push_updates.push_id = ended.id and push_updates.ref = u.ref)
    select a.*, exists (select from ended) as ended from pushes p join assignments a on a.id = p.assignment_id where p.id = ${pushId}`.execute(tx.sql)
  const [row] = rows
  if (!row) throw new Error(`There is no push ${pushId}`)
  return { assignment: assignmentOf(row), ended: row.ended }
}

/** Everything that was decided about, in the order it was. */
export async function listUpdates(tx: Tx, assignmentId: string): Promise<PushUpdate[]> {
  return (await updates(tx).where('u.assignment_id', '=', assignmentId).orderBy('u.seq').execute()).map(updateOf)
}

export async function listUpdatesOfPush(tx: Tx, pushId: string): Promise<PushUpdate[]> {
  return (await updates(tx).where('u.push_id', '=', pushId).orderBy('u.seq').execute()).map(updateOf)
}

/** What our own gateway has taken of a ref, oldest first, in the words of a provider. */
export async function listPushesOf(tx: Tx, repoId: string, ref: string): Promise<ProviderPush[]> {
  const rows = await updates(tx).innerJoin('assignments as a', 'a.id', 'u.assignment_id').where('a.repo_id', '=', repoId).where('u.ref', '=', ref).where('u.applied', '=', true).orderBy('u.seq').execute()
  return rows.map((u) => ({ externalId: u.pushId, ref: u.ref, oldSha: u.oldSha, newSha: u.newSha, forced: u.forced, at: u.receivedAt }))
}

function updates(tx: Tx) {
  return tx.sql
    .selectFrom('push_updates as u')
    .innerJoin('pushes as p', 'p.id', 'u.push_id')
    .leftJoin('uploads as up', 'up.push_id', 'u.push_id')
    .select(['up.push_id as uploadId', 'up.added', 'up.modified', 'up.removed', 'up.left_out as leftOut'])
    .select(['u.push_id as pushId', 'u.seq', 'u.ref', 'u.old_sha as oldSha', 'u.new_sha as newSha', 'u.commit_sha as commit', 'u.subject', 'u.forced', 'u.applied'])
    .select(['p.received_at as receivedAt', 'p.finished_at as finishedAt', 'p.state'])
}

function updateOf({ uploadId, added, modified, removed, leftOut, ...row }: UpdateRow): PushUpdate {
  return { ...row, state: stateOf(row.state), upload: uploadId === null ? null : uploadFacts({ added, modified, removed, leftOut }) }
}

type UpdateRow = Omit<PushUpdate, 'state' | 'upload'> & UploadRow & { state: string; uploadId: string | null }
