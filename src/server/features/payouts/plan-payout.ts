import type { PayoutRail, Recipient } from '#server/adapters/payments/port.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import { fault } from '#server/lib/fault.ts'
import type { Context } from '#server/platform/context.ts'
import { addTasks } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { isApproved } from './approved.ts'
import { PEOPLE_BEYOND_A_CAP } from './beyond-cap.ts'
import { isOverCap } from './budget.ts'
import { listCaps } from './cap-store.ts'
import { holdChangedPlace } from './changed-place.ts'
import { compareDaily } from './compare-rails.ts'
import { movePayout } from './move-payout.ts'
import { type Payout, SAME_PLACE, goesElsewhere, nextState, whyNotBy } from './payout.ts'
import { queuePayout } from './queue-payout.ts'
import { type PayoutSettings, settingsOf } from './settings-store.ts'
import { reached } from './reached.ts'
import { findRecipient } from './recipient-store.ts'
import { hasBeenHeldFor } from './step-store.ts'
import { findPayout, lockPayout, othersPaidTo, putFacts } from './store.ts'

/** The way a payout goes: by a rail that is set up and can carry it, else by hand with the reason. */
interface Route {
  rail: PayoutRail | null
  why: string
}

/**
 * Decides how something that was earned is paid, what has to be there before it goes, and sets it on its way. Harmless to
 * repeat: it decides only about payouts that are `accrued`.
 */
export async function planPayout(ctx: Context, payoutId: string): Promise<void> {
  const seen = await ctx.transaction((tx) => facts(tx, payoutId))
  if (!seen || seen.payout.state !== 'accrued') return
  const route = routeFor(ctx, seen.settings, seen.payout)
  const known = await ctx.transaction((tx) => knownRecipient(tx, route.rail, seen.payout, seen.application.candidate.id))
  // Asked anew: an account that was ready last month may not be today.
  const recipient = known && route.rail?.recipients ? await reached(ctx, route.rail.recipients.get(known.recipientId)) : null
  await ctx.transaction((tx) => settlePlan(tx, payoutId, route, recipient))
  fault('payout.after_plan')
}

async function knownRecipient(tx: Tx, rail: PayoutRail | null, p: Payout, candidateId: string) {
  if (!rail?.recipients) return null
  return findRecipient(tx, { orgId: p.orgId, candidateId, rail: rail.name, mode: rail.mode })
}

/**
 * Sees that payouts which have just come to be are planned. What is paid by hand, within every cap and by the word of one
 * person, needs no plan: it is owed, and ready to be paid.
 */
export async function planLater(tx: Tx, payouts: readonly { id: string; orgId: string; replaces: string | null }[]): Promise<void> {
  const orgIds = [...new Set(payouts.map((p) => p.orgId))]
  const plain = new Set<string>()
  for (const orgId of orgIds) if (await isPlain(tx, orgId)) plain.add(orgId)
  const toPlan = payouts.filter((p) => p.replaces !== null || !plain.has(p.orgId))
  await planSoon(tx, toPlan)
}

/** The same payout is planned again when it was held and released, so its key has the moment in it. */
export async function planSoon(tx: Tx, payouts: readonly { id: string; orgId: string }[]): Promise<void> {
  await addTasks(tx, payouts.map((p) => ({ kind: 'plan-payout', key: `plan-payout:${p.id}:${tx.now.getTime()}`, orgId: p.orgId, payload: { payout_id: p.id }, dueAt: tx.now })))
}

async function isPlain(tx: Tx, orgId: string): Promise<boolean> {
  const { rail, approvals } = await settingsOf(tx, orgId)
  return rail === 'manual' && approvals < PEOPLE_BEYOND_A_CAP && (await listCaps(tx, orgId)).length === 0
}

/** Whether nobody else has to let a payout go that is paid by hand: one that was owed already when more people were wanted has not asked for them yet. */
export async function isLetGo(tx: Tx, p: Payout): Promise<boolean> {
  return p.state !== 'accrued' || (await approvalsByHand(tx, p)) === 0
}

/** How many people have to approve a payout that is paid by hand. */
export function approvalsByHand(tx: Tx, p: Payout): Promise<number> {
  return approvalsFor(tx, p, null)
}

async function facts(tx: Tx, payoutId: string) {
  const payout = await findPayout(tx, payoutId)
  return payout && { payout, settings: await settingsOf(tx, payout.orgId), application: await loadApplicationById(tx, payout.applicationId) }
}

function routeFor(ctx: Context, { rail: wanted }: PayoutSettings, p: Payout): Route {
  // People give to a charity, whatever rail candidates are paid by.
  if (wanted === 'manual' || p.charity) return { rail: null, why: '' }
  const rail = ctx.rails[wanted]
  if (!rail) return { rail: null, why: `The rail “${wanted}” is not set up on this server, so this one is paid by hand.` }
  const why = whyNotBy(rail.facts, p.amount)
  return why ? { rail: null, why: `${why} It is paid by hand.` } : { rail, why: '' }
}

async function settlePlan(tx: Tx, payoutId: string, { rail, why }: Route, recipient: Recipient | null): Promise<void> {
  const payout = await lockPayout(tx, payoutId)
  if (payout?.state !== 'accrued') return
  const approvalsNeeded = await approvalsFor(tx, payout, rail)
  const planned = { approvalsNeeded, rail: rail?.name ?? ('manual' as const), mode: rail?.mode ?? ('live' as const), recipient: { recipientId: recipient?.recipientId ?? null, destination: recipient?.destination ?? null } }
  await putFacts(tx, payoutId, planned)
  if (goesElsewhere(payout.destination, planned.recipient.destination)) return holdChangedPlace(tx, payout)
  if (rail) await compareDaily(tx)
  await goOn(tx, payoutId, { needsDetails: Boolean(rail?.recipients) && !recipient?.ready, reason: why })
}

/** Two beyond a cap and for what is issued anew. By hand the person who pays is the one who lets it go. */
async function approvalsFor(tx: Tx, p: Payout, rail: PayoutRail | null): Promise<number> {
  const { approvals } = await settingsOf(tx, p.orgId)
  const { jobId } = await loadApplicationById(tx, p.applicationId)
  if (p.replaces !== null || (await isOverCap(tx, { ...p, jobId }))) return PEOPLE_BEYOND_A_CAP
  return rail === null && approvals < 2 ? 0 : approvals
}

/** From where it waits to where it waits next, or on its way. The caller's transaction holds the payout. */
export async function goOn(tx: Tx, payoutId: string, o: { needsDetails: boolean; reason: string }): Promise<void> {
  const p = await lockPayout(tx, payoutId)
  if (!p) return
  const { candidate } = await loadApplicationById(tx, p.applicationId)
  // Once: whoever released it has looked.
  if (p.destination && (await othersPaidTo(tx, p.orgId, p.destination, candidate.id)) && !(await hasBeenHeldFor(tx, p.id, SAME_PLACE))) {
    return movePayout(tx, p, 'held', { reason: SAME_PLACE })
  }
  if (p.rail === 'manual' && p.state === 'accrued' && p.approvalsNeeded === 0 && !o.reason) return
  const next = nextState({ needsDetails: o.needsDetails, approved: await isApproved(tx, p) })
  if (next === 'queued') return queuePayout(tx, p, o.reason)
  if (next !== p.state) await movePayout(tx, p, next, { reason: o.reason })
}
