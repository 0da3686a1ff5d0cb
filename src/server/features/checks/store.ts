import type { Selectable } from 'kysely'
import type { CheckRunsTable } from '#server/platform/db/tables.gen.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { CheckRun, Outcome } from './check-run.ts'

/** @returns false when one is open, or when this is the one after sealing and that has been */
export async function insertRun(tx: Tx, run: Pick<CheckRun, 'id' | 'orgId' | 'applicationId' | 'submissionId' | 'askedBy'>): Promise<boolean> {
  const result = await tx.sql
    .insertInto('check_runs')
    .values({ id: run.id, org_id: run.orgId, application_id: run.applicationId, submission_id: run.submissionId, asked_by: run.askedBy, asked_at: tx.now })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function findRun(tx: Tx, id: string): Promise<CheckRun | null> {
  const row = await tx.sql.selectFrom('check_runs').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? runOf(row) : null
}

export async function newestRunOf(tx: Tx, submissionId: string): Promise<CheckRun | null> {
  const row = await tx.sql.selectFrom('check_runs').selectAll().where('submission_id', '=', submissionId).orderBy('asked_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row ? runOf(row) : null
}

/** @returns false when somebody else's turn it is by now */
export async function setOutcome(tx: Tx, id: string, turn: string, outcome: Outcome): Promise<boolean> {
  const said = outcome.state === 'done' ? { notes: JSON.stringify(outcome.notes), steps: JSON.stringify(outcome.steps) } : { reason: outcome.reason }
  const result = await tx.sql
    .updateTable('check_runs')
    .set({ state: outcome.state, ended_at: tx.now, ...said })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('turn', '=', turn)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export function runOf(r: Selectable<CheckRunsTable>): CheckRun {
  return {
    id: r.id,
    orgId: r.org_id,
    applicationId: r.application_id,
    submissionId: r.submission_id,
    // The column's check allows these states only.
    state: r.state as CheckRun['state'],
    turn: r.turn,
    reason: r.reason,
    // Written by `setOutcome` and by nobody else.
    notes: r.notes as CheckRun['notes'],
    steps: r.steps as CheckRun['steps'],
    askedBy: r.asked_by,
    askedAt: r.asked_at,
    startedAt: r.started_at,
    endedAt: r.ended_at,
  }
}
