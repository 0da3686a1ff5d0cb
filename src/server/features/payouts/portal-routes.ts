import { payoutOps } from '#contract/payouts.ts'
import { loadApplicationForCandidate } from '#server/features/applications/index.ts'
import { on } from '#server/platform/feature.ts'
import { presentToCandidate } from './present.ts'
import { listPayoutsOfApplication } from './store.ts'

export const portalRoutes = [
  on(payoutOps.listPortalPayouts, async (tx, { params }) => {
    const application = await loadApplicationForCandidate(tx, params.id)
    return { items: (await listPayoutsOfApplication(tx, application.id)).map(presentToCandidate) }
  }),
]
