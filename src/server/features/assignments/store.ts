import { type Selectable, sql } from 'kysely'
import type { AssignmentsTable } from '#server/platform/db/tables.gen.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, type AssignmentState, type Clock, STAMP_SECONDS, UNDO_SECONDS } from './assignment.ts'

export interface Extension {
  seconds: number
  reason: string
  at: Date
}

export function assignmentOf(r: Selectable<AssignmentsTable>): Assignment {
  return {
    id: r.id,
    orgId: r.org_id,
    applicationId: r.application_id,
    stageKey: r.stage_key,
    repoId: r.repo_id,
    // So are the providers.
    provider: r.provider as Assignment['provider'],
    // The column's check allows these states only.
    state: r.state as AssignmentState,
    timeLimit: r.time_limit,
    multiplier: r.multiplier,
    offeredAt: r.offered_at,
    startBy: r.start_by,
    plannedStart: r.planned_start,
    clock: clockOf(r),
    submitRequestedAt: r.submit_requested_at,
    knownUntil: r.known_until,
    frozen: r.frozen_commit === null ? null : { commit: r.frozen_commit, pushId: r.frozen_push },
  }
}

function clockOf(r: Selectable<AssignmentsTable>): Clock | null {
  if (!r.started_at || !r.deadline_at || r.starter_commit === null) return null
  return { startedAt: r.started_at, deadlineAt: r.deadline_at, starterCommit: r.starter_commit }
}

/** @returns false when the application has one already */
export async function insertAssignment(tx: Tx, a: Omit<Assignment, 'state' | 'plannedStart' | 'multiplier' | 'clock' | 'submitRequestedAt' | 'knownUntil' | 'frozen'>): Promise<boolean> {
  const result = await tx.sql
    .insertInto('assignments')
    .values({ id: a.id, org_id: a.orgId, application_id: a.applicationId, stage_key: a.stageKey, repo_id: a.repoId, provider: a.provider, time_limit: a.timeLimit, offered_at: a.offeredAt, start_by: a.startBy })
    .onConflict((c) => c.column('application_id').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function findAssignment(tx: Tx, id: string): Promise<Assignment | null> {
  const row = await tx.sql.selectFrom('assignments').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? assignmentOf(row) : null
}

export async function findAssignmentOfApplication(tx: Tx, applicationId: string): Promise<Assignment | null> {
  const row = await tx.sql.selectFrom('assignments').selectAll().where('application_id', '=', applicationId).executeTakeFirst()
  return row ? assignmentOf(row) : null
}

/** null when there is no such push. */
export async function findAssignmentOfPush(tx: Tx, pushId: string): Promise<Assignment | null> {
  const row = await tx.sql.selectFrom('pushes').innerJoin('assignments', 'assignments.id', 'pushes.assignment_id').selectAll('assignments').where('pushes.id', '=', pushId).executeTakeFirst()
  return row ? assignmentOf(row) : null
}

/** Freezes what is due, whoever's it is: see `freeze_due` in the migrations. */
export async function freezeDue(tx: Tx): Promise<void> {
  await sql`select freeze_due(make_interval(secs => ${STAMP_SECONDS}), make_interval(secs => ${UNDO_SECONDS}))`.execute(tx.sql)
}

/** Puts everything that changes this assignment, and every first byte of a push to it, into one order. */
export async function lockAssignment(tx: Tx, id: string): Promise<Assignment> {
  const row = await tx.sql.selectFrom('assignments').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
  return assignmentOf(row)
}

export async function setStarted(tx: Tx, id: string, clock: Clock) {
  await tx.sql
    .updateTable('assignments')
    .set({ state: 'started', started_at: clock.startedAt, deadline_at: clock.deadlineAt, starter_commit: clock.starterCommit })
    .where('id', '=', id)
    .where('state', '=', 'offered')
    .execute()
}

export async function setState(tx: Tx, id: string, state: AssignmentState) {
  await tx.sql.updateTable('assignments').set({ state }).where('id', '=', id).execute()
}

export async function setStartBy(tx: Tx, id: string, startBy: Date) {
  await tx.sql.updateTable('assignments').set({ start_by: startBy }).where('id', '=', id).execute()
}

export async function setPlannedStart(tx: Tx, id: string, at: Date | null) {
  await tx.sql.updateTable('assignments').set({ planned_start: at }).where('id', '=', id).execute()
}

export async function setMultiplier(tx: Tx, id: string, multiplier: number) {
  await tx.sql.updateTable('assignments').set({ multiplier }).where('id', '=', id).execute()
}

export async function setSubmitRequested(tx: Tx, id: string, at: Date | null) {
  await tx.sql.updateTable('assignments').set({ submit_requested_at: at }).where('id', '=', id).execute()
}

export async function insertExtension(tx: Tx, assignmentId: string, e: Extension & { grantedBy: string }) {
  await tx.sql
    .insertInto('deadline_extensions')
    .values({ id: newId('ext', tx.now), assignment_id: assignmentId, seconds: e.seconds, reason: e.reason, granted_by: e.grantedBy, granted_at: e.at })
    .execute()
}

/** With a new deadline the clock is open again: what was frozen but not yet sealed is thawed. */
export async function setDeadline(tx: Tx, id: string, deadlineAt: Date) {
  await tx.sql.updateTable('assignments').set({ deadline_at: deadlineAt, frozen_at: null, frozen_commit: null, frozen_push: null }).where('id', '=', id).execute()
}

export async function listExtensions(tx: Tx, assignmentId: string): Promise<Extension[]> {
  const rows = await tx.sql.selectFrom('deadline_extensions').select(['seconds', 'reason', 'granted_at']).where('assignment_id', '=', assignmentId).orderBy('granted_at').orderBy('id').execute()
  return rows.map((r) => ({ seconds: r.seconds, reason: r.reason, at: r.granted_at }))
}

/** Members who gave this candidate more time, or answered when they asked for it: they know what no judge may know. */
export async function whoGaveTime(tx: Tx, applicationId: string): Promise<string[]> {
  const extended = await tx.sql.selectFrom('deadline_extensions as e').innerJoin('assignments as a', 'a.id', 'e.assignment_id').select('e.granted_by as id').where('a.application_id', '=', applicationId).execute()
  const answered = await tx.sql.selectFrom('accommodation_requests as q').innerJoin('assignments as a', 'a.id', 'q.assignment_id').select('q.answered_by as id').where('a.application_id', '=', applicationId).execute()
  // A multiplier given without being asked for leaves its author in the record alone.
  const accommodated = await tx.sql.selectFrom('events').select(sql<string | null>`actor ->> 'id'`.as('id')).where('application_id', '=', applicationId).where('type', '=', 'assignment.accommodated').execute()
  return [...new Set([...extended, ...answered, ...accommodated].flatMap((r) => (typeof r.id === 'string' ? [r.id] : [])))]
}
