import type { PayoutRail } from '#server/adapters/payments/port.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { Refusal } from '#server/platform/errors.ts'
import { fault } from '#server/lib/fault.ts'
import type { Tx } from '#server/platform/tx.ts'
import { checkRecipient } from './check-recipient.ts'
import { askLater } from './queue-payout.ts'
import { hearOnce } from './recipient-store.ts'
import { findPayoutOfProvider } from './store.ts'

const forged = () => new Refusal(401, 'webhook_forged', 'The signature of this message is not right, or no secret is set up here to check it with.')

/**
 * A provider says that something happened. That is a hint and no more: the payment or the person is asked for again, and
 * what it answers is believed. The same event counts once; one about something that is not ours is thanked for.
 * @throws Refusal `webhook_forged`
 */
export async function receiveWebhook(ctx: RequestContext, name: 'stripe' | 'tremendous'): Promise<{ ok: true }> {
  const rail = ctx.rails[name]
  const hint = rail && ctx.rawBody ? await rail.readWebhook(ctx.rawBody, (header) => ctx.header(header)) : null
  if (!rail || !hint) throw forged()
  const { about } = hint
  fault('payout.after_webhook')
  if (about && 'payment' in about) await ctx.transaction((tx) => askSoon(tx, rail, hint.eventId, about.payment))
  if (about && 'recipient' in about) await checkRecipient(ctx, rail, about.recipient)
  fault('payout.after_hint')
  return { ok: true }
}

async function askSoon(tx: Tx, rail: PayoutRail, eventId: string, providerId: string): Promise<void> {
  if (!(await hearOnce(tx, rail.name, eventId))) return
  const payout = await findPayoutOfProvider(tx, rail.name, rail.mode, providerId)
  // Told before our own note of it was written: the questions that are planned already will find it.
  if (payout) await askLater(tx, payout, 0)
}
