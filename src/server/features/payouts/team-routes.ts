import { payoutOps } from '#contract/payouts.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { notFound } from '#server/platform/errors.ts'
import { on } from '#server/platform/feature.ts'
import { presentToTeam } from './present.ts'
import { recordPayment } from './record-payment.ts'
import { findPayoutOfOrganization, listPayoutsOfOrganization } from './store.ts'

export const teamRoutes = [
  on(payoutOps.listPayouts, async (tx) => ({ items: (await listPayoutsOfOrganization(tx, requireMember(tx).orgId)).map(presentToTeam) })),
  on(payoutOps.recordPayment, async (tx, { params, body }) => {
    await recordPayment(tx, params.id, body)
    const payout = await findPayoutOfOrganization(tx, requireMember(tx).orgId, params.id)
    if (!payout) throw notFound('This payout')
    return presentToTeam(payout)
  }),
]
