/** Stripe Global Payouts (API v2, `2026-10-28.endive`), by Stripe's own SDK. Bank details stay with Stripe. */
import Stripe from 'stripe'
import type { PaymentOrder, PayoutRail, ProviderPayment, SendAnswer, WebhookHint } from '../port.ts'
import { readPayment } from './payment.ts'
import { stripeRecipients } from './recipients.ts'

export interface StripeSettings {
  secretKey: string
  /** Where the money comes from: `fa_…`. */
  financialAccount: string
  webhookSecret: string | null
  /** Another address than Stripe's, for the simulator. */
  baseUrl: string | null
}

/** Refusals after which there is certainly no payment, and there may be one later under the same key. */
const NOT_NOW = new Set(['InsufficientFundsError', 'QuotaExceededError', 'FeatureNotEnabledError', 'StripeAuthenticationError', 'StripePermissionError'])
/** Status codes of requests that were read and turned away. Anything else leaves open what happened. */
const TURNED_AWAY = new Set([400, 401, 402, 403, 404, 422])

/** @param settings a test key makes a rail of test money; the two never meet */
export function stripeRail(settings: StripeSettings): PayoutRail {
  const stripe = new Stripe(settings.secretKey, { apiVersion: '2026-10-28.endive', maxNetworkRetries: 0, timeout: 60_000, telemetry: false, ...elsewhere(settings.baseUrl) })
  return {
    name: 'stripe',
    mode: settings.secretKey.includes('_live_') ? 'live' : 'sandbox',
    facts: {
      // Of API v2 Stripe says that successful work is never repeated, and no time for how long; of v1, 24 hours. The shorter one is safe.
      keyLifeSeconds: 24 * 3600,
      findsByKey: false,
      canReturn: true,
      needsDetails: true,
      currencies: null,
      mostMinor: null,
    },
    send: (order) => send(stripe, settings, order),
    find: async (key, since) => {
      for await (const payment of paymentsSince(stripe, since)) if (payment.key === key) return payment
      return null
    },
    get: async (id) => stripe.v2.moneyManagement.outboundPayments.retrieve(id).then(readPayment, absent),
    list: (since) => paymentsSince(stripe, since),
    recipients: stripeRecipients(stripe),
    readWebhook: (raw, header) => Promise.resolve(readWebhook(stripe, settings.webhookSecret, raw, header('stripe-signature'))),
  }
}

/** Stripe's own address, or another. */
export function elsewhere(baseUrl: string | null): Stripe.StripeConfig {
  if (!baseUrl) return {}
  const { hostname, port, protocol } = new URL(baseUrl)
  return { host: hostname, port, protocol: protocol === 'http:' ? 'http' : 'https' }
}

async function send(stripe: Stripe, { financialAccount }: StripeSettings, order: PaymentOrder): Promise<SendAnswer> {
  if (!order.payee.recipientId) return { outcome: 'refused', says: 'The candidate has not said where the money is to go.' }
  try {
    const made = await stripe.v2.moneyManagement.outboundPayments.create(
      {
        amount: { value: order.amount.amount_minor, currency: order.amount.currency.toLowerCase() },
        from: { financial_account: financialAccount, currency: order.amount.currency.toLowerCase() },
        to: { recipient: order.payee.recipientId },
        description: order.description,
        metadata: { payout_id: order.key },
      },
      { idempotencyKey: order.key },
    )
    return { outcome: 'taken', payment: readPayment(made) }
  } catch (error) {
    return turnedAway(error)
  }
}

/** @throws whatever leaves open what happened */
function turnedAway(error: unknown): SendAnswer {
  if (!(error instanceof Stripe.errors.StripeError) || !TURNED_AWAY.has(Number(error.statusCode))) throw error
  const says = `${error.message} (${error.requestId ?? error.type})`
  return NOT_NOW.has(error.type) ? { outcome: 'not_now', says } : { outcome: 'refused', says }
}

async function* paymentsSince(stripe: Stripe, since: Date): AsyncGenerator<ProviderPayment> {
  const all = stripe.v2.moneyManagement.outboundPayments.list({ created: { gte: Math.floor(since.getTime() / 1000) }, limit: 100 })
  for await (const payment of all) yield readPayment(payment)
}

/** @throws whatever is not a clear no */
function absent(error: unknown): null {
  if (error instanceof Stripe.errors.StripeError && error.statusCode === 404) return null
  throw error
}

/** By the SDK: the signature, and that it is no older than five minutes. */
function readWebhook(stripe: Stripe, secret: string | null, raw: Uint8Array, signature: string | undefined): WebhookHint | null {
  if (!secret || !signature) return null
  try {
    const event = stripe.parseEventNotification(raw, signature, secret)
    const related = 'related_object' in event ? event.related_object : null
    return { eventId: event.id, about: related && 'id' in related && typeof related.id === 'string' ? aboutOf(event.type, related.id) : null }
  } catch {
    return null
  }
}

function aboutOf(type: string, id: string): WebhookHint['about'] {
  if (type.startsWith('v2.money_management.outbound_payment.')) return { payment: id }
  return type.startsWith('v2.core.account') ? { recipient: id } : null
}
