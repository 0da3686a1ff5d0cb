import { payoutOps } from '#contract/payouts.ts'
import { balancesOf } from '#server/features/ledger/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { on, onOuter } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { approvePayout } from './approve-payout.ts'
import { changeCharities } from './change-charities.ts'
import { listCharities } from './charity-store.ts'
import { payoutNotFound } from './errors.ts'
import { cancelPayout, holdPayout, releasePayout } from './hold-payout.ts'
import { openBeyondCap } from './open-beyond-cap.ts'
import { exportPayouts } from './export-payouts.ts'
import { findPayoutOfOrganization, listPayoutsOfOrganization } from './owed-store.ts'
import { presentToTeam } from './present.ts'
import { recordPayment } from './record-payment.ts'
import { reissuePayout } from './reissue-payout.ts'
import { showBudgetGate } from './show-budget-gate.ts'
import { showPayees } from './show-payees.ts'
import { showComparisons } from './show-comparisons.ts'
import { showSamePlaces } from './show-same-places.ts'
import { changeSettings, showSettings } from './settings.ts'
import { settleByHand } from './settle-by-hand.ts'

async function show(tx: Tx, id: string) {
  const payout = await findPayoutOfOrganization(tx, requireMember(tx).orgId, id)
  const [answer] = payout ? await presentToTeam(tx, [payout]) : []
  if (!answer) throw payoutNotFound()
  return answer
}

export const teamRoutes = [
  on(payoutOps.listPayouts, async (tx) => ({ items: await presentToTeam(tx, await listPayoutsOfOrganization(tx, requireMember(tx).orgId)) })),
  on(payoutOps.getLedger, async (tx) => ({ balances: (await balancesOf(tx, requireMember(tx).orgId)).map((b) => ({ account: b.account, currency: b.currency, amount_minor: b.amountMinor })) })),
  on(payoutOps.listSamePlaces, async (tx) => ({ items: await showSamePlaces(tx) })),
  on(payoutOps.listComparisons, (tx) => showComparisons(tx)),
  on(payoutOps.listPayees, (tx, { query }) => showPayees(tx, query.year)),
  on(payoutOps.exportPayouts, (tx, { query }) => exportPayouts(tx, query.year)),
  on(payoutOps.recordPayment, async (tx, { params, body }) => {
    await recordPayment(tx, params.id, body)
    return show(tx, params.id)
  }),
  on(payoutOps.approvePayout, async (tx, { params }) => {
    await approvePayout(tx, params.id)
    return show(tx, params.id)
  }),
  on(payoutOps.holdPayout, async (tx, { params, body }) => {
    await holdPayout(tx, params.id, body.reason)
    return show(tx, params.id)
  }),
  onOuter(payoutOps.releasePayout, async (ctx, { params }) => {
    await releasePayout(ctx, params.id)
    return ctx.transaction((tx) => show(tx, params.id))
  }),
  on(payoutOps.cancelPayout, async (tx, { params, body }) => {
    await cancelPayout(tx, params.id, body.reason)
    return show(tx, params.id)
  }),
  on(payoutOps.reissuePayout, async (tx, { params, body }) => show(tx, await reissuePayout(tx, params.id, body.reason))),
  onOuter(payoutOps.settlePayoutByHand, async (ctx, { params, body }) => {
    await settleByHand(ctx, params.id, body)
    return ctx.transaction((tx) => show(tx, params.id))
  }),
  on(payoutOps.getPayoutSettings, (tx, _, ctx) => showSettings(tx, ctx)),
  on(payoutOps.putPayoutSettings, async (tx, { body }, ctx) => {
    await changeSettings(tx, ctx, body)
    return { ok: true as const }
  }),
  on(payoutOps.listCharities, async (tx) => ({ items: await listCharities(tx, requireMember(tx).orgId) })),
  on(payoutOps.putCharities, async (tx, { body }) => {
    await changeCharities(tx, body.items)
    return { ok: true as const }
  }),
  on(payoutOps.getBudgetGate, async (tx, { params }) => ({ gate: await showBudgetGate(tx, params.id) })),
  on(payoutOps.openBeyondCap, (tx, { params }) => openBeyondCap(tx, params.id)),
]
