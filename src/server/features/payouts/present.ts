import type { Payout as PayoutAnswer, PortalPayout } from '#contract/payouts.ts'
import { payoutCan } from '#contract/payout-states.ts'
import { membersById } from '#server/features/accounts/index.ts'
import { handsOn } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { isAlone, warningFor } from './alone.ts'
import { listApprovals } from './approval-store.ts'
import { mayGiveDetails } from './give-details.ts'
import type { OwedPayout } from './owed-store.ts'
import type { Payout } from './payout.ts'
import { standingOf } from './promise.ts'
import { listReleases } from './release-store.ts'
import { type PayoutStep, listSteps } from './step-store.ts'

/** For the candidate: what was earned and where it is. Nothing of what the team wrote about it. */
export async function presentToCandidate(tx: Tx, payouts: readonly Payout[]): Promise<PortalPayout[]> {
  const steps = await listSteps(tx, payouts.map((p) => p.id))
  return payouts.map((p) => ({ ...shared(p), steps: stepsOf(p, steps).map(({ state, at }) => ({ state, at: at.toISOString() })), can_decline: payoutCan.decline(p), can_donate: payoutCan.donate(p), can_give_details: mayGiveDetails(p) }))
}

function shared(p: Payout) {
  return {
    id: p.id,
    stage_name: p.stageName,
    amount: p.amount,
    state: p.state,
    accrued_at: p.accruedAt.toISOString(),
    pay_by: p.payBy.toISOString(),
    paid_at: p.paid?.at.toISOString() ?? null,
    paid_on: p.paid?.on ?? null,
    reference: p.paid?.reference ?? null,
    expected_on: p.expectedOn,
    held_until: p.heldUntil?.toISOString() ?? null,
    receipt_url: p.receiptUrl,
    replaces: p.replaces,
    charity: p.charity,
  }
}

const stepsOf = (p: Payout, steps: readonly PayoutStep[]) => steps.filter((s) => s.payoutId === p.id)

/** For the team: also whom it is owed to, why it waits, and what may be done. */
export async function presentToTeam(tx: Tx, payouts: readonly OwedPayout[]): Promise<PayoutAnswer[]> {
  const ids = payouts.map((p) => p.id)
  const [steps, approvals, releases] = [await listSteps(tx, ids), await listApprovals(tx, ids), await listReleases(tx, ids)]
  const people = await membersById(tx, [...new Set([...approvals, ...releases].map((a) => a.memberId))])
  const namesOf = (id: string) => people.filter((m) => m.id === id).map((m) => m.name)
  const alone = await whereAlone(tx, payouts)
  return payouts.map((p) => ({
    ...shared(p),
    application_id: p.applicationId,
    candidate: p.candidate,
    job_title: p.job.title,
    rail: p.rail,
    mode: p.mode,
    reason: p.reason,
    approvals_needed: p.approvalsNeeded,
    approved_by: approvals.filter((a) => a.payoutId === p.id).flatMap((a) => namesOf(a.memberId).map((name) => `${name}${a.alone ? ' (who alone let them in and judged them)' : ''}`)),
    warning: alone.has(p.applicationId) ? warningFor(p.candidate.name) : null,
    released_by: releases.filter((r) => r.payoutId === p.id).flatMap((r) => namesOf(r.memberId)),
    sends: p.sends,
    provider_id: p.providerId,
    provider_says: p.providerSays,
    steps: stepsOf(p, steps).map(({ state, reason, at }) => ({ state, reason, at: at.toISOString() })),
    promise: standingOf(p, payouts, tx.now),
    can: whatMayBeDone(p),
  }))
}

/** Applications of payouts that wait for a person, behind which the asking member stands alone. */
async function whereAlone(tx: Tx, payouts: readonly Payout[]): Promise<Set<string>> {
  const waiting = payouts.filter((p) => payoutCan.approve(p) || payoutCan.recordPayment(p)).map((p) => p.applicationId)
  const hands = await handsOn(tx, waiting)
  const { memberId } = requireMember(tx)
  return new Set(waiting.filter((id) => isAlone(memberId, hands.filter((h) => h.applicationId === id))))
}

function whatMayBeDone(p: Payout): PayoutAnswer['can'] {
  return {
    approve: payoutCan.approve(p),
    hold: payoutCan.hold(p),
    release: payoutCan.release(p),
    cancel: payoutCan.cancel(p),
    record_payment: payoutCan.recordPayment(p),
    reissue: payoutCan.reissue(p),
    settle_by_hand: payoutCan.settleByHand(p),
  }
}
