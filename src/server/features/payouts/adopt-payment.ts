import type { ProviderPayment } from '#server/adapters/payments/port.ts'
import type { Tx } from '#server/platform/tx.ts'
import { movePayout } from './move-payout.ts'
import type { Payout } from './payout.ts'
import { askLater } from './queue-payout.ts'
import { lockPayout, putFacts } from './store.ts'

/** How often a payment under way is asked about; webhooks make it sooner. */
const POLL_S = 15 * 60

/**
 * Takes over what the rail says of a payment of ours: that it has it, and how far it has come. The caller holds the payout.
 * Harmless to repeat.
 */
export async function adopt(tx: Tx, p: Payout, payment: ProviderPayment): Promise<void> {
  const provider = { providerId: payment.providerId, providerSays: payment.says, expectedOn: payment.expectedOn, receiptUrl: payment.receiptUrl }
  if (p.state === 'submitting' || p.state === 'unknown' || p.state === 'held') await movePayout(tx, p, 'submitted', { provider })
  else await putFacts(tx, p.id, { provider })
  await follow(tx, p.id, payment)
}

/** From `submitted` on, wherever the rail says it is. */
async function follow(tx: Tx, payoutId: string, payment: ProviderPayment): Promise<void> {
  const p = await lockPayout(tx, payoutId)
  if (!p || (p.state !== 'submitted' && p.state !== 'paid')) return
  switch (payment.state) {
    case 'submitted':
    case 'held':
      if (p.state === 'submitted') await askLater(tx, p, POLL_S)
      return
    case 'paid':
      if (p.state === 'submitted') await movePayout(tx, p, 'paid', { paid: { on: tx.now.toISOString().slice(0, 10), reference: payment.trace ?? payment.providerId, by: null } })
      return
    case 'cancelled':
      // After it was paid, that is a return under another name.
      return movePayout(tx, p, p.state === 'paid' ? 'returned' : 'cancelled', { reason: payment.says })
    case 'failed':
    case 'returned':
      return movePayout(tx, p, payment.state, { reason: payment.says })
  }
}
