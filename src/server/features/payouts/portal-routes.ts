import { payoutOps } from '#contract/payouts.ts'
import { loadApplicationForCandidate } from '#server/features/applications/index.ts'
import { on } from '#server/platform/feature.ts'
import { declinePayout } from './decline-payout.ts'
import { payoutNotFound } from './errors.ts'
import { presentToCandidate } from './present.ts'
import { listPayoutsOfApplication } from './store.ts'

export const portalRoutes = [
  on(payoutOps.listPortalPayouts, async (tx, { params }) => {
    const application = await loadApplicationForCandidate(tx, params.id)
    return { items: await presentToCandidate(tx, await listPayoutsOfApplication(tx, application.id)) }
  }),
  on(payoutOps.declinePayout, async (tx, { params }) => {
    await declinePayout(tx, params.id, params.payout)
    const [answer] = await presentToCandidate(tx, (await listPayoutsOfApplication(tx, params.id)).filter((p) => p.id === params.payout))
    if (!answer) throw payoutNotFound()
    return answer
  }),
]
