import type { SamePlace } from '#contract/payouts.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type InSamePlace, listInSamePlace } from './same-place-store.ts'

/** Places that more than one candidate of the asking member's company is paid to. The place itself is the provider's secret: its end tells two apart. */
export async function showSamePlaces(tx: Tx): Promise<SamePlace[]> {
  const found = await listInSamePlace(tx, requireMember(tx).orgId)
  const places = [...new Set(found.map((f) => f.destination))]
  return places.map((place) => ({ place: `…${place.slice(-4)}`, payouts: found.filter((f) => f.destination === place).map(present) }))
}

function present(f: InSamePlace): SamePlace['payouts'][number] {
  return { payout_id: f.payoutId, application_id: f.applicationId, candidate: f.candidate, amount: { amount_minor: f.amountMinor, currency: f.currency }, state: f.state }
}
