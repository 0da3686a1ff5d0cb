import type { Promised } from '#contract/applications.ts'
import { record, recordAll } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type PromiseRow, insertPromises, markKept, promiseRows } from './promise-store.ts'

export type PromiseKind = Promised['kind']

export interface NewPromise {
  orgId: string
  applicationId: string
  kind: PromiseKind
  text: string
  dueAt: Date
}

/** Makes a promise to the candidate and starts its clock. Made once: asking again changes nothing. Pay is promised anew by each paid stage, once what was promised before is kept. */
export async function openPromise(tx: Tx, promise: NewPromise): Promise<void> {
  await openPromises(tx, [promise])
}

/** The same for many applications of one organization at once. */
export async function openPromises(tx: Tx, promises: readonly NewPromise[]): Promise<void> {
  const made = await insertPromises(tx, promises)
  const happened = made.map((p) => ({
    subject: { orgId: p.orgId, applicationId: p.applicationId },
    data: { application_id: p.applicationId, kind: p.kind, due_at: p.dueAt.toISOString() },
  }))
  await recordAll(tx, 'promise.started', happened)
}

/** Says that a promise was kept now, in time or late. Nothing happens when it was not running. */
export async function keepPromise(tx: Tx, a: { orgId: string; applicationId: string; kind: PromiseKind }): Promise<void> {
  const kept = await markKept(tx, a.applicationId, a.kind)
  if (!kept) return
  await record(tx, 'promise.kept', { orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, kind: a.kind, late: tx.now > kept.due_at })
}

/** The promises of an application as they stand now. */
export async function promisesOf(tx: Tx, applicationId: string): Promise<Promised[]> {
  return (await promiseRows(tx, applicationId)).map((row) => promised(row, tx.now))
}

/** One promise, or null when it was not made. */
export async function promiseOf(tx: Tx, applicationId: string, kind: PromiseKind): Promise<Promised | null> {
  return (await promisesOf(tx, applicationId)).find((p) => p.kind === kind) ?? null
}

/** Rows become what people read; the state is derived, never kept. */
export function promised(row: PromiseRow, now: Date): Promised {
  return {
    // Written by openPromise alone, which takes nothing else.
    kind: row.kind as PromiseKind,
    text: row.text,
    started_at: row.started_at.toISOString(),
    due_at: row.due_at.toISOString(),
    kept_at: row.kept_at?.toISOString() ?? null,
    state: stateOf(row, now),
  }
}

function stateOf(row: PromiseRow, now: Date): Promised['state'] {
  if (row.voided_at) return 'void'
  if (row.kept_at) return row.kept_at <= row.due_at ? 'kept' : 'kept_late'
  return now <= row.due_at ? 'running' : 'late'
}
