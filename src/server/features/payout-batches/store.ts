import type { Selectable } from 'kysely'
import type { PayoutBatchesTable } from '#server/platform/db/tables.gen.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface Batch {
  id: string
  orgId: string
  currency: string
  executeOn: string
  state: 'open' | 'handed_over' | 'void'
  createdAt: Date
  createdBy: string
  handedOverAt: Date | null
  payoutIds: string[]
}

/** @returns null when one of them stands in another file already */
export async function insertBatch(tx: Tx, b: { orgId: string; currency: string; executeOn: string; createdBy: string; payoutIds: readonly string[] }): Promise<string | null> {
  const id = newId('bat', tx.now)
  await tx.sql.insertInto('payout_batches').values({ id, org_id: b.orgId, currency: b.currency, execute_on: b.executeOn, created_at: tx.now, created_by: b.createdBy }).execute()
  const added = await tx.sql.insertInto('payout_batch_items').values(b.payoutIds.map((payout_id) => ({ batch_id: id, payout_id }))).onConflict((c) => c.doNothing()).returning('payout_id').execute()
  return added.length === b.payoutIds.length ? id : null
}

export async function listBatches(tx: Tx, orgId: string): Promise<Batch[]> {
  const rows = await tx.sql.selectFrom('payout_batches').selectAll().where('org_id', '=', orgId).orderBy('created_at', 'desc').limit(200).execute()
  return withItems(tx, rows)
}

export async function lockBatch(tx: Tx, orgId: string, id: string): Promise<Batch | null> {
  const rows = await tx.sql.selectFrom('payout_batches').selectAll().where('id', '=', id).where('org_id', '=', orgId).forUpdate().execute()
  return (await withItems(tx, rows))[0] ?? null
}

async function withItems(tx: Tx, rows: readonly Selectable<PayoutBatchesTable>[]): Promise<Batch[]> {
  if (rows.length === 0) return []
  const items = await tx.sql.selectFrom('payout_batch_items').selectAll().where('batch_id', 'in', rows.map((r) => r.id)).orderBy('payout_id').execute()
  return rows.map((r) => ({
    id: r.id,
    orgId: r.org_id,
    currency: r.currency,
    executeOn: r.execute_on,
    // The column's check allows these words only.
    state: r.state as Batch['state'],
    createdAt: r.created_at,
    createdBy: r.created_by,
    handedOverAt: r.handed_over_at,
    payoutIds: items.filter((i) => i.batch_id === r.id).map((i) => i.payout_id),
  }))
}

export async function markHandedOver(tx: Tx, id: string): Promise<void> {
  await tx.sql.updateTable('payout_batches').set({ state: 'handed_over', handed_over_at: tx.now }).where('id', '=', id).execute()
}

export async function markVoid(tx: Tx, id: string): Promise<void> {
  await tx.sql.updateTable('payout_batches').set({ state: 'void' }).where('id', '=', id).execute()
  await tx.sql.updateTable('payout_batch_items').set({ void: true }).where('batch_id', '=', id).execute()
}
