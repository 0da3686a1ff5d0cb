import type { ProviderName, RailMode } from '#server/adapters/payments/port.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Difference } from './compare.ts'

export interface Comparison {
  rail: ProviderName
  mode: RailMode
  at: Date
  compared: number
  differences: Difference[]
}

export async function insertComparison(tx: Tx, c: Omit<Comparison, 'at'>): Promise<void> {
  await tx.sql.insertInto('payout_comparisons').values({ id: newId('cmp', tx.now), rail: c.rail, mode: c.mode, at: tx.now, compared: c.compared, differences: JSON.stringify(c.differences) }).execute()
}

/** The newest of each rail. */
export async function newestComparisons(tx: Tx): Promise<Comparison[]> {
  const rows = await tx.sql.selectFrom('payout_comparisons').selectAll().distinctOn(['rail', 'mode']).orderBy('rail').orderBy('mode').orderBy('at', 'desc').execute()
  // Written by insertComparison alone, which takes nothing else.
  return rows.map((r) => ({ rail: r.rail as ProviderName, mode: r.mode as RailMode, at: r.at, compared: r.compared, differences: r.differences as Difference[] }))
}
