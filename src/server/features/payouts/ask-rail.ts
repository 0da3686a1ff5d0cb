import type { PayoutRail, ProviderPayment } from '#server/adapters/payments/port.ts'
import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { fault } from '#server/lib/fault.ts'
import { adopt } from './adopt-payment.ts'
import { movePayout } from './move-payout.ts'
import { type Payout, afterSilence, isAnother } from './payout.ts'
import { askLater } from './queue-payout.ts'
import { railOf } from './rails.ts'
import { reached } from './reached.ts'
import { type Sending, beginSending, tellRail, whyAnother } from './send-payout.ts'
import { countSilence, lockPayout, raiseFence } from './store.ts'

/** A provider's clock may be behind ours: what was sent is looked for from so long before. */
const LOOK_BACK_MS = 3_600_000
/** A sender that is alive writes its answer down long before. */
const SENDER_IS_GONE_MS = 90_000
const ASK_AGAIN_S = 5 * 60

/**
 * Asks the rail what became of a payout it was told of. The only way out of `unknown`, and what moves a payment on that is
 * under way. Harmless to repeat, and to do at once with a sender that is alive: then it waits.
 */
export async function askRail(ctx: Context, payoutId: string): Promise<void> {
  const asked = await ctx.transaction((tx) => begin(tx, ctx, payoutId))
  if (!asked) return
  const { payout, rail } = asked
  const found = await reached(ctx, payout.providerId ? rail.get(payout.providerId) : rail.find(payout.id, new Date((payout.firstSentAt ?? payout.stateAt).getTime() - LOOK_BACK_MS)))
  fault('payout.after_question')
  const again = await ctx.transaction((tx) => writeDown(tx, payout, rail, found))
  if (again) await tellRail(ctx, again)
}

/** What is asked about, with the fence of the one who asks; its state is looked at again when the answer is there. */
type Asked = Omit<Payout, 'state'>

async function begin(tx: Tx, ctx: Context, payoutId: string): Promise<{ payout: Asked; rail: PayoutRail } | null> {
  const p = await lockPayout(tx, payoutId)
  if (!p || !['submitting', 'unknown', 'submitted', 'paid'].includes(p.state)) return null
  const rail = railOf(ctx.rails, p)
  if (!rail) return null
  const sentMsAgo = tx.now.getTime() - (p.lastSentAt?.getTime() ?? 0)
  if (p.state === 'submitting' && sentMsAgo < SENDER_IS_GONE_MS) {
    await askLater(tx, p, Math.ceil((SENDER_IS_GONE_MS - sentMsAgo) / 1000))
    return null
  }
  await raiseFence(tx, p.id)
  if (p.state === 'submitting') await movePayout(tx, p, 'unknown', { reason: 'Whoever sent it has not come back. The rail is asked before anything else is done.' })
  return { payout: { ...p, fence: p.fence + 1 }, rail }
}

/** @returns what is to be sent again, with the same key */
async function writeDown(tx: Tx, asked: Asked, rail: PayoutRail, found: ProviderPayment | null): Promise<Sending | null> {
  const p = await lockPayout(tx, asked.id)
  if (!p || p.fence !== asked.fence) return null
  if (found) {
    await (p.state === 'unknown' && isAnother(p, found) ? movePayout(tx, p, 'held', { reason: whyAnother(found) }) : adopt(tx, p, found))
    return null
  }
  if (p.state !== 'unknown') return lost(tx, p)
  await countSilence(tx, p.id)
  const silent = { ...p, notFound: p.notFound + 1 }
  switch (afterSilence(silent, rail.facts, tx.now)) {
    case 'send_again':
      return beginSending(tx, p, rail)
    case 'ask_again':
      await askLater(tx, p, ASK_AGAIN_S)
      return null
    case 'ask_a_person':
      await movePayout(tx, p, 'held', { reason: 'The rail knows nothing of it, and its key is too old to be sent again safely. Look at the rail’s own page and say here what became of it.' })
      return null
  }
}

/** The rail had it and now says that it does not: a person must look; nothing is moved by such a word. */
async function lost(tx: Tx, p: Payout): Promise<null> {
  await askLater(tx, p, ASK_AGAIN_S)
  return null
}
