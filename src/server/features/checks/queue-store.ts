/**
 * Whose turn it is. A task that finds all places taken ends at once, so that sandboxes never hold up the timers of others;
 * each run that ends hands its place to the one that has waited longest.
 */
import { sql } from 'kysely'
import type { Tx } from '#server/platform/tx.ts'
import type { CheckRun } from './check-run.ts'
import { findRun, runOf } from './store.ts'

/** Whoever held a place this long has died with it. */
const STALE_MS = 3_600_000

/** The run, if it may go on under this turn; null when it may not, or not yet. Asking again with the same turn is yes again. */
export async function takeTurn(tx: Tx, id: string, turn: string, atOnce: number): Promise<CheckRun | null> {
  await lockQueue(tx)
  const run = await findRun(tx, id)
  if (run?.state === 'running' && run.turn === turn) return run
  if (run?.state !== 'waiting' || (await countRunning(tx)) >= atOnce) return null
  await giveTurn(tx, id, turn)
  return { ...run, state: 'running', turn }
}

/** The place that became free, for the run that has waited longest. */
export async function passTurn(tx: Tx, from: string): Promise<{ run: CheckRun; turn: string } | null> {
  await lockQueue(tx)
  const row = await tx.sql.selectFrom('check_runs').selectAll().where('state', '=', 'waiting').orderBy('asked_at').orderBy('id').limit(1).executeTakeFirst()
  if (!row) return null
  const turn = `${row.id}:${from}`
  await giveTurn(tx, row.id, turn)
  return { run: runOf(row), turn }
}

async function lockQueue(tx: Tx) {
  await sql`select pg_advisory_xact_lock(hashtextextended('checks', 0))`.execute(tx.sql)
}

async function countRunning(tx: Tx): Promise<number> {
  const { count } = await tx.sql
    .selectFrom('check_runs')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('state', '=', 'running')
    .where('started_at', '>', new Date(tx.now.getTime() - STALE_MS))
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function giveTurn(tx: Tx, id: string, turn: string) {
  await tx.sql.updateTable('check_runs').set({ state: 'running', turn, started_at: tx.now }).where('id', '=', id).execute()
}
