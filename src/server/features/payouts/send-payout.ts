import { formatMoney } from '#contract/money.ts'
import type { PaymentOrder, PayoutRail, ProviderPayment, SendAnswer } from '#server/adapters/payments/port.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import { fault } from '#server/lib/fault.ts'
import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { adopt } from './adopt-payment.ts'
import { movePayout } from './move-payout.ts'
import { type Payout, isAnother } from './payout.ts'
import { askLater } from './queue-payout.ts'
import { railOf } from './rails.ts'
import { lockPayout, markSending } from './store.ts'

/** Until the rail is asked what came of a send that nobody has heard of. */
const FIRST_QUESTION_S = 30

/**
 * Tells the rail to pay, once. Before it is told, the payout says `submitting`; whoever finds it so, because we died or heard
 * nothing, may only ask. Harmless to repeat: a payout that is not `queued` any more is left to the questions.
 */
export async function sendPayout(ctx: Context, payoutId: string): Promise<void> {
  const sending = await ctx.transaction((tx) => begin(tx, ctx, payoutId))
  if (!sending) return
  await tellRail(ctx, sending)
}

export interface Sending {
  /** As the one who sends holds it: with a fence of its own. */
  payout: Pick<Payout, 'id' | 'orgId' | 'fence'>
  rail: PayoutRail
  order: PaymentOrder
}

async function begin(tx: Tx, ctx: Context, payoutId: string): Promise<Sending | null> {
  const p = await lockPayout(tx, payoutId)
  if (p?.state !== 'queued') return null
  const rail = railOf(ctx.rails, p)
  if (!rail) {
    await movePayout(tx, p, 'held', { reason: `The rail “${p.rail}” (${p.mode}) is not set up on this server any more.` })
    return null
  }
  return beginSending(tx, p, rail)
}

/** Writes down that the rail is about to be told, and that it will be asked about it should we not come back. */
export async function beginSending(tx: Tx, p: Payout, rail: PayoutRail): Promise<Sending> {
  await movePayout(tx, p, 'submitting')
  await markSending(tx, p.id)
  const payout = { id: p.id, orgId: p.orgId, fence: p.fence + 1 }
  await askLater(tx, payout, FIRST_QUESTION_S)
  return { payout, rail, order: await orderFor(tx, p) }
}

/** The one place where what leaves for a rail is made: key and amount are the payout's, and nothing else is asked. */
async function orderFor(tx: Tx, p: Payout): Promise<PaymentOrder> {
  const { candidate, organization } = await loadApplicationById(tx, p.applicationId)
  return { key: p.id, amount: p.amount, description: `${organization.name}: ${p.stageName}`, payee: { name: candidate.name, email: candidate.email, recipientId: p.recipientId } }
}

/** What comes back is written down by the holder of the newest fence alone; a late answer to an old send changes nothing. */
export async function tellRail(ctx: Context, { payout, rail, order }: Sending): Promise<void> {
  fault('payout.before_send')
  const answer = await rail.send(order).catch((error: unknown) => {
    ctx.log.warn({ err: error, payout: payout.id, rail: rail.name }, 'nobody knows what came of a payment')
    return null
  })
  fault('payout.after_send')
  await ctx.transaction((tx) => writeDown(tx, payout, answer))
  fault('payout.after_note')
}

async function writeDown(tx: Tx, sent: Sending['payout'], answer: SendAnswer | null): Promise<void> {
  const p = await lockPayout(tx, sent.id)
  if (!p || p.fence !== sent.fence || p.state !== 'submitting') return
  if (!answer) return movePayout(tx, p, 'unknown', { reason: 'The rail was told and has not answered. It is asked before anything else is done.' })
  // Of what was sent before, a no to the second time says nothing about the first: a person looks, and nothing is issued anew till then.
  if (answer.outcome === 'refused') return movePayout(tx, p, p.sends > 1 ? 'held' : 'refused', { reason: answer.says })
  if (answer.outcome === 'not_now') return movePayout(tx, p, 'held', { reason: answer.says })
  if (isAnother(p, answer.payment)) return movePayout(tx, p, 'held', { reason: whyAnother(answer.payment) })
  await adopt(tx, p, answer.payment)
}

/** Why a payment under our key that is not what we asked for is left to a person. */
export function whyAnother({ amount }: Pick<ProviderPayment, 'amount'>): string {
  return `The rail answered with ${formatMoney(amount)}. Look at its page before anything else.`
}
