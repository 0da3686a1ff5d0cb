import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface PromiseRow {
  kind: string
  text: string
  started_at: Date
  due_at: Date
  kept_at: Date | null
  voided_at: Date | null
}

/** @returns those that were not made before; of pay, those of which none was running */
export async function insertPromises<P extends { orgId: string; applicationId: string; kind: string; text: string; dueAt: Date }>(tx: Tx, promises: readonly P[]): Promise<P[]> {
  if (promises.length === 0) return []
  const rows = promises.map((p) => ({ id: newId('prm', tx.now), org_id: p.orgId, application_id: p.applicationId, kind: p.kind, text: p.text, started_at: tx.now, due_at: p.dueAt }))
  const made = await tx.sql.insertInto('promises').values(rows).onConflict((c) => c.doNothing()).returning('id').execute()
  const ids = new Set(made.map((m) => m.id))
  return promises.filter((_, n) => ids.has(rows[n]?.id ?? ''))
}

/** @returns the promise when it was running, else null */
export async function markKept(tx: Tx, applicationId: string, kind: string): Promise<PromiseRow | null> {
  const row = await tx.sql.updateTable('promises').set({ kept_at: tx.now }).where('application_id', '=', applicationId).where('kind', '=', kind).where('kept_at', 'is', null).where('voided_at', 'is', null).returningAll().executeTakeFirst()
  return row ?? null
}

/** Promises an ended application no longer needs. Payment is never among them. */
export async function voidPromises(tx: Tx, applicationId: string) {
  await tx.sql.updateTable('promises').set({ voided_at: tx.now }).where('application_id', '=', applicationId).where('kept_at', 'is', null).where('voided_at', 'is', null).where('kind', '<>', 'payment').execute()
}

export async function promiseRows(tx: Tx, applicationId: string): Promise<PromiseRow[]> {
  return tx.sql.selectFrom('promises').selectAll().where('application_id', '=', applicationId).orderBy('started_at').execute()
}
