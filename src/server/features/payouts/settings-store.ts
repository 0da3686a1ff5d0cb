import type { RailName } from '#server/adapters/payments/port.ts'
import type { Tx } from '#server/platform/tx.ts'

/** How a company pays. */
export interface PayoutSettings {
  rail: RailName
  /** How many people let an ordinary payout go: 0, 1 or 2. */
  approvals: number
}

/** One person approves and pays by hand, until somebody says otherwise. */
const USUAL: PayoutSettings = { rail: 'manual', approvals: 1 }

export async function settingsOf(tx: Tx, orgId: string): Promise<PayoutSettings> {
  const row = await tx.sql.selectFrom('payout_settings').selectAll().where('org_id', '=', orgId).executeTakeFirst()
  // The column's check allows these rails only.
  return row ? { rail: row.rail as RailName, approvals: row.approvals } : USUAL
}

export async function putSettings(tx: Tx, orgId: string, s: PayoutSettings): Promise<void> {
  const facts = { rail: s.rail, approvals: s.approvals, updated_at: tx.now }
  await tx.sql.insertInto('payout_settings').values({ org_id: orgId, ...facts }).onConflict((c) => c.column('org_id').doUpdateSet(facts)).execute()
}
