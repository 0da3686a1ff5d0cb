import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Charity, replaceCharities } from './charity-store.ts'
import { charityTwice } from './errors.ts'

/**
 * Sets where candidates of the asking member's company may ask that their pay goes. What was asked for before stays as it was asked.
 * @throws Refusal naming the one that stands twice
 */
export async function changeCharities(tx: Tx, charities: readonly Charity[]): Promise<void> {
  const { orgId } = requireMember(tx)
  for (const [n, c] of charities.entries()) if (charities.findIndex((other) => other.name === c.name) < n) throw charityTwice(n)
  await replaceCharities(tx, orgId, charities)
  await record(tx, 'payout_charities.changed', { orgId }, { charities: charities.map((c) => c.name) })
}
