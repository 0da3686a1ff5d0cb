import { createHmac, randomUUID } from 'node:crypto'
import type { Payment } from './ledger.ts'
import type { Faults } from './weather.ts'

export interface Destinations {
  stripe?: { url: string; secret: string }
  tremendous?: { url: string; key: string }
}

const EVENT = { processing: 'created', paid: 'posted', returned: 'returned' } as const

/** Tells of changes as the providers do: thin, signed, sometimes twice, sometimes out of order, until it is taken or five times were in vain. */
export function createWebhooks(to: Destinations, faults: Faults, random: () => number): (p: Payment) => void {
  return (p) => {
    const message = messageFor(to, p)
    if (!message) return
    const late = random() < faults.reordered_webhook ? 1500 : 0
    setTimeout(() => void deliver(message, 5), late).unref()
    if (random() < faults.duplicate_webhook) setTimeout(() => void deliver(message, 1), late + 300).unref()
  }
}

interface Message {
  url: string
  headers: Record<string, string>
  body: string
}

function messageFor(to: Destinations, p: Payment): Message | null {
  if (p.rail === 'stripe') return to.stripe ? stripeMessage(to.stripe, p) : null
  return to.tremendous ? tremendousMessage(to.tremendous, p) : null
}

function stripeMessage({ url, secret }: { url: string; secret: string }, p: Payment): Message {
  const body = JSON.stringify({ id: `evt_${randomUUID()}`, object: 'v2.core.event', type: `v2.money_management.outbound_payment.${EVENT[p.state]}`, livemode: false, created: new Date().toISOString(), related_object: { id: p.id, type: 'v2.money_management.outbound_payment', url: `/v2/money_management/outbound_payments/${p.id}` } })
  const at = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  return { url, body, headers: { 'stripe-signature': `t=${at},v1=${signature}` } }
}

function tremendousMessage({ url, key }: { url: string; key: string }, p: Payment): Message {
  const body = JSON.stringify({ event: p.state === 'returned' ? 'ORDERS.CANCELED' : 'ORDERS.CREATED', uuid: randomUUID(), created_utc: new Date().toISOString(), payload: { resource: { id: p.id, type: 'orders' } } })
  return { url, body, headers: { 'tremendous-webhook-signature': `sha256=${createHmac('sha256', key).update(body).digest('hex')}` } }
}

async function deliver({ url, headers, body }: Message, tries: number): Promise<void> {
  const taken = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body, signal: AbortSignal.timeout(5000) }).then((r) => r.ok, () => false)
  if (!taken && tries > 1) setTimeout(() => void deliver({ url, headers, body }, tries - 1), 500).unref()
}
