import { payoutOps } from '#contract/payouts.ts'
import { loadApplicationForMember } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { notFound } from '#server/platform/errors.ts'
import { on } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Payout } from './payout.ts'
import { presentToTeam } from './present.ts'
import { recordPayment } from './record-payment.ts'
import { findPayout, listPayoutsOfOrganization } from './store.ts'

export const teamRoutes = [
  on(payoutOps.listPayouts, async (tx) => ({ items: await withCandidates(tx, await listPayoutsOfOrganization(tx, requireMember(tx).orgId)) })),
  on(payoutOps.recordPayment, async (tx, { params, body }) => {
    await recordPayment(tx, params.id, body)
    const payout = await findPayout(tx, params.id)
    if (!payout) throw notFound('This payout')
    return presentToTeam(payout, await loadApplicationForMember(tx, payout.applicationId))
  }),
]

async function withCandidates(tx: Tx, payouts: Payout[]) {
  const items = []
  for (const p of payouts) items.push(presentToTeam(p, await loadApplicationForMember(tx, p.applicationId)))
  return items
}
