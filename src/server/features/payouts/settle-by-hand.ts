import { payoutCan } from '#contract/payout-states.ts'
import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { adopt } from './adopt-payment.ts'
import { payoutState } from './errors.ts'
import { holdForMember } from './find.ts'
import { movePayout } from './move-payout.ts'
import { keyLives } from './payout.ts'
import { railOf } from './rails.ts'
import { type Sending, beginSending, tellRail } from './send-payout.ts'

/** What somebody has seen on the provider's own page. */
export type Seen = { outcome: 'never_sent'; reason: string } | { outcome: 'found'; provider_id: string } | { outcome: 'send_again' }

/**
 * Settles a payout that waits for a person after it was sent. What is `found` is asked of the rail before it is believed;
 * `send_again` uses the same key, and only while the rail still knows it; `never_sent` ends this payout, so that it can be
 * issued anew with two people's approval.
 * @throws Refusal `payout_state`
 */
export async function settleByHand(ctx: Context, id: string, seen: Seen): Promise<void> {
  if (seen.outcome === 'never_sent') return ctx.transaction((tx) => refuse(tx, id, seen.reason))
  if (seen.outcome === 'send_again') return tellRail(ctx, await ctx.transaction((tx) => sendAgain(tx, ctx, id)))
  await take(ctx, id, seen.provider_id)
}

async function held(tx: Tx, id: string) {
  const p = await holdForMember(tx, id)
  if (!payoutCan.settleByHand(p)) throw payoutState('Only a payout that was sent and now waits for a person can be settled by hand.')
  return p
}

async function refuse(tx: Tx, id: string, reason: string): Promise<void> {
  await movePayout(tx, await held(tx, id), 'refused', { reason })
}

async function sendAgain(tx: Tx, ctx: Context, id: string): Promise<Sending> {
  const p = await held(tx, id)
  const rail = railOf(ctx.rails, p)
  if (!rail) throw payoutState(`The rail “${p.rail}” (${p.mode}) is not set up on this server.`)
  if (!keyLives(p, rail.facts, tx.now)) throw payoutState('The rail has forgotten this payout’s key by now, so sending it again could pay twice. Say that it was never sent, and issue it anew.')
  return beginSending(tx, p, rail)
}

async function take(ctx: Context, id: string, providerId: string): Promise<void> {
  const p = await ctx.transaction((tx) => held(tx, id))
  const payment = await railOf(ctx.rails, p)?.get(providerId)
  if (!payment) throw payoutState('The rail knows no payment with this id.')
  if (payment.key !== p.id || payment.amount.amount_minor !== p.amount.amount_minor || payment.amount.currency !== p.amount.currency) throw payoutState('The payment with this id is not this payout: its key or its amount is another.')
  await ctx.transaction(async (tx) => adopt(tx, await held(tx, id), payment))
}
