import type { Selectable } from 'kysely'
import type { PayoutsTable } from '#server/platform/db/tables.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Payout } from './payout.ts'

/** @returns false when this stage of this application has been earned already */
export async function insertPayout(tx: Tx, p: Payout): Promise<boolean> {
  const result = await tx.sql
    .insertInto('payouts')
    .values({ id: p.id, org_id: p.orgId, application_id: p.applicationId, stage_key: p.stageKey, stage_name: p.stageName, amount_minor: p.amount.amount_minor, currency: p.amount.currency, accrued_at: p.accruedAt, pay_by: p.payBy })
    .onConflict((c) => c.columns(['application_id', 'stage_key']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** What is owed first, the most urgent first; then what was paid, newest first. */
export async function listPayoutsOfOrganization(tx: Tx, orgId: string): Promise<Payout[]> {
  const rows = await tx.sql.selectFrom('payouts').selectAll().where('org_id', '=', orgId).execute()
  const all = rows.map(payoutOf)
  const owed = all.filter((p) => p.state === 'accrued').sort((x, y) => x.payBy.getTime() - y.payBy.getTime())
  const paid = all.filter((p) => p.state === 'paid').sort((x, y) => y.accruedAt.getTime() - x.accruedAt.getTime())
  return [...owed, ...paid]
}

export async function listPayoutsOfApplication(tx: Tx, applicationId: string): Promise<Payout[]> {
  const rows = await tx.sql.selectFrom('payouts').selectAll().where('application_id', '=', applicationId).orderBy('accrued_at').execute()
  return rows.map(payoutOf)
}

export async function findPayout(tx: Tx, id: string): Promise<Payout | null> {
  const row = await tx.sql.selectFrom('payouts').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? payoutOf(row) : null
}

export async function lockPayout(tx: Tx, orgId: string, id: string): Promise<Payout | null> {
  const row = await tx.sql.selectFrom('payouts').selectAll().where('id', '=', id).where('org_id', '=', orgId).forUpdate().executeTakeFirst()
  return row ? payoutOf(row) : null
}

export async function markPaid(tx: Tx, id: string, p: { on: string; reference: string; by: string }) {
  await tx.sql.updateTable('payouts').set({ state: 'paid', paid_at: tx.now, paid_on: p.on, reference: p.reference, paid_by: p.by }).where('id', '=', id).execute()
}

function payoutOf(r: Selectable<PayoutsTable>): Payout {
  return {
    id: r.id,
    orgId: r.org_id,
    applicationId: r.application_id,
    stageKey: r.stage_key,
    stageName: r.stage_name,
    amount: { amount_minor: r.amount_minor, currency: r.currency },
    state: r.state === 'paid' ? 'paid' : 'accrued',
    accruedAt: r.accrued_at,
    payBy: r.pay_by,
    paid: r.paid_at && r.paid_on && r.reference !== null ? { at: r.paid_at, on: r.paid_on, reference: r.reference } : null,
  }
}
