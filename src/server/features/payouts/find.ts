import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { payoutNotFound } from './errors.ts'
import type { Payout } from './payout.ts'
import { lockPayout } from './store.ts'

/**
 * A payout of the asking member's organization, held until the transaction ends.
 * @throws Refusal 404 for every other one
 */
export async function holdForMember(tx: Tx, id: string): Promise<Payout> {
  const p = await lockPayout(tx, id)
  if (p?.orgId !== requireMember(tx).orgId) throw payoutNotFound()
  return p
}
