import type { Payees } from '#contract/payouts.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { isFixedByLaw, payeesOf, thresholdOf } from './payees.ts'
import { listPaidOfYear, listYears } from './year-store.ts'

/** What each person was paid in a year, beside the threshold of form 1099-NEC. Without a year: the one it is now. */
export async function showPayees(tx: Tx, asked: number | undefined): Promise<Payees> {
  const { orgId } = requireMember(tx)
  const now = tx.now.getUTCFullYear()
  const year = asked ?? now
  const years = [...new Set([now, ...(await listYears(tx, orgId))])].toSorted((a, b) => b - a)
  return { year, years, threshold: thresholdOf(year), fixed_by_law: isFixedByLaw(year), items: payeesOf(await listPaidOfYear(tx, orgId, year), year) }
}
