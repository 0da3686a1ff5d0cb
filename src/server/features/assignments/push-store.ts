import { sql } from 'kysely'
import type { PushedTip, RefUpdate } from '#server/adapters/git/port.ts'
import type { ProviderPush } from '#server/adapters/providers/port.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type UploadRow, uploadFacts } from './upload-store.ts'
import { type PushRecord, type PushState, type PushUpdate, STAMP_SECONDS } from './assignment.ts'

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

/** Writes what the push asked for and what was decided, under the assignment's lock. */
export async function writeDecision(tx: Tx, p: PushRecord, updates: readonly RefUpdate[], tips: readonly PushedTip[], d: Decision) {
  await sql`update pushes set state = ${d.state}, reason = ${d.reason}, decided_at = hw_now() where id = ${p.id}`.execute(tx.sql)
  const seq = await lastSeq(tx, p.assignmentId)
  const rows = updates.map((u, n) => {
    const tip = tips.find((t) => t.ref === u.ref)
    return { push_id: p.id, assignment_id: p.assignmentId, seq: seq + n + 1, ref: u.ref, old_sha: u.oldSha, new_sha: u.newSha, commit_sha: tip?.commit ?? u.newSha, subject: tip?.subject ?? '' }
  })
  if (rows.length > 0) await tx.sql.insertInto('push_updates').values(rows).execute()
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

export async function markUpdateApplied(tx: Tx, pushId: string, ref: string, forced: boolean) {
  await tx.sql.updateTable('push_updates').set({ applied: true, forced }).where('push_id', '=', pushId).where('ref', '=', ref).execute()
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
