import type { PayoutRail, Recipient } from '#server/adapters/payments/port.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { holdChangedPlace } from './changed-place.ts'
import { type Payout, goesElsewhere } from './payout.ts'
import { goOn } from './plan-payout.ts'
import { railOf } from './rails.ts'
import { reached } from './reached.ts'
import { type KnownRecipient, findRecipient, listUnsentOfRecipient, lockRecipient, putRecipient } from './recipient-store.ts'
import { findPayout, lockPayout, putFacts } from './store.ts'

/**
 * Asks the provider about somebody who is paid: whether they can be, and where. What waited for that goes on; what would now
 * go elsewhere than before is held, because a mailbox in wrong hands looks just so. Harmless to repeat.
 */
export async function checkRecipient(ctx: Context, rail: PayoutRail, recipientId: string): Promise<void> {
  const now = await rail.recipients?.get(recipientId)
  if (now) await ctx.transaction((tx) => writeDown(tx, rail, now))
}

/**
 * Asks the provider about whom a payout waits for, now that everybody can see that it does: they may have become ready while it
 * was being planned, and what the provider told us of it then found nothing that waited. Harmless to repeat.
 */
export async function checkPayee(ctx: Context, payoutId: string): Promise<void> {
  const payee = await ctx.transaction((tx) => waitedFor(tx, ctx, payoutId))
  const now = payee && (await reached(ctx, payee.recipients.get(payee.recipientId)))
  if (now) await ctx.transaction((tx) => writeDown(tx, payee.rail, now))
}

async function waitedFor(tx: Tx, ctx: Context, payoutId: string) {
  const p = await findPayout(tx, payoutId)
  if (p?.state !== 'needs_details') return null
  const rail = railOf(ctx.rails, p)
  if (!rail?.recipients) return null
  const { candidate } = await loadApplicationById(tx, p.applicationId)
  const known = await findRecipient(tx, { orgId: p.orgId, candidateId: candidate.id, rail: rail.name, mode: rail.mode })
  return known && { rail, recipients: rail.recipients, recipientId: known.recipientId }
}

async function writeDown(tx: Tx, rail: PayoutRail, now: Recipient): Promise<void> {
  const known = await lockRecipient(tx, rail.name, rail.mode, now.recipientId)
  if (!known) return
  await putRecipient(tx, known, rail.name, rail.mode, now)
  for (const p of await listUnsentOfRecipient(tx, known, rail.name, rail.mode)) await settle(tx, p, known, now)
}

async function settle(tx: Tx, seen: Payout, known: KnownRecipient, now: Recipient): Promise<void> {
  const p = await lockPayout(tx, seen.id)
  if (!p || p.sends > 0) return
  await putFacts(tx, p.id, { recipient: { recipientId: known.recipientId, destination: now.destination } })
  if (goesElsewhere(p.destination, now.destination)) return holdChangedPlace(tx, p)
  if (p.state === 'needs_details' && now.ready) await goOn(tx, p.id, { needsDetails: false, reason: '' })
}
