import { payoutOps } from '#contract/payouts.ts'
import { loadApplicationForCandidate } from '#server/features/applications/index.ts'
import { on, onOuter } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { listCharities } from './charity-store.ts'
import { declinePayout } from './decline-payout.ts'
import { donatePayout } from './donate-payout.ts'
import { payoutNotFound } from './errors.ts'
import { endDetails, startDetails } from './give-details.ts'
import { presentToCandidate } from './present.ts'
import { listPayoutsOfApplication } from './store.ts'
import { writeReceipt } from './write-receipt.ts'

export const portalRoutes = [
  on(payoutOps.listPortalPayouts, async (tx, { params }) => {
    const application = await loadApplicationForCandidate(tx, params.id)
    return { items: await presentToCandidate(tx, await listPayoutsOfApplication(tx, application.id)), charities: await listCharities(tx, application.orgId) }
  }),
  on(payoutOps.declinePayout, async (tx, { params }) => {
    await declinePayout(tx, params.id, params.payout)
    return show(tx, params)
  }),
  on(payoutOps.donatePayout, async (tx, { params, body }) => {
    await donatePayout(tx, params.id, params.payout, body.charity)
    return show(tx, params)
  }),
  onOuter(payoutOps.getPayoutReceipt, (ctx, { params }) => writeReceipt(ctx, { applicationId: params.id, payoutId: params.payout })),
  onOuter(payoutOps.givePayoutDetails, async (ctx, { params, body }) => ({ url: await startDetails(ctx, { applicationId: params.id, payoutId: params.payout }, body.country) })),
  onOuter(payoutOps.checkPayoutDetails, async (ctx, { params }) => {
    await endDetails(ctx, { applicationId: params.id, payoutId: params.payout })
    return ctx.transaction((tx) => show(tx, params))
  }),
]

async function show(tx: Tx, { id, payout }: { id: string; payout: string }) {
  const [answer] = await presentToCandidate(tx, (await listPayoutsOfApplication(tx, id)).filter((p) => p.id === payout))
  if (!answer) throw payoutNotFound()
  return answer
}
