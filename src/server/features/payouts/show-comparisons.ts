import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { newestComparisons } from './compare-store.ts'
import { findPayoutOfOrganization } from './owed-store.ts'

/** The newest comparison of each rail, with what differs in the asking member's company or belongs to nobody here. */
export async function showComparisons(tx: Tx) {
  const { orgId } = requireMember(tx)
  const items = []
  for (const c of await newestComparisons(tx)) {
    const mine = []
    for (const d of c.differences) if (d.payoutId === null || (await findPayoutOfOrganization(tx, orgId, d.payoutId))) mine.push({ payout_id: d.payoutId, provider_id: d.providerId, what: d.what })
    items.push({ rail: c.rail, mode: c.mode, at: c.at.toISOString(), compared: c.compared, differences: mine })
  }
  return { items }
}
