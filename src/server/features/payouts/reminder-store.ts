import { sql } from 'kysely'
import type { Tx } from '#server/platform/tx.ts'
import type { Payout } from './payout.ts'
import { payoutOf } from './store.ts'

export type Unsent = Payout & { remindedAt: Date | null }

const MOST_AT_ONCE = 5000

/** What is owed, has not been sent and was promised by then, the oldest promise first: nothing that another payout stands in the place of. */
export async function listUnsent(tx: Tx, promisedBefore: Date): Promise<Unsent[]> {
  const rows = await tx.sql
    .selectFrom('payouts')
    .selectAll()
    .where('state', 'not in', ['submitted', 'paid', 'declined'])
    .where('pay_by', '<', promisedBefore)
    .where(sql<boolean>`not exists (select from payouts n where n.replaces = payouts.id)`)
    .orderBy('pay_by')
    .limit(MOST_AT_ONCE)
    .execute()
  return rows.map((r) => ({ ...payoutOf(r), remindedAt: r.reminded_at }))
}

export async function markReminded(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.sql.updateTable('payouts').set({ reminded_at: tx.now }).where('id', 'in', ids).execute()
}
