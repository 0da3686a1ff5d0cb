/** Tremendous (API v2), by its own SDK: the payee gets a mail and chooses a bank, a card or another way there. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Configuration, type CreateOrderRequest, Environments, ListRewards200ResponseRewardsInnerValueCurrencyCodeEnum as CURRENCIES, OrdersApi } from 'tremendous'
import { z } from 'zod'
import { minorDigits } from '#contract/money.ts'
import type { PaymentOrder, PayoutRail, ProviderPayment, RailMode, SendAnswer, WebhookHint } from '../port.ts'
import { readOrder } from './order.ts'

export interface TremendousSettings {
  apiKey: string
  fundingSource: string
  campaign: string | null
  webhookKey: string | null
  /** Another address than Tremendous's, for the simulator. */
  baseUrl: string | null
}

const PAGE = 100
/** Answers to orders that were read and turned away. */
const REFUSED = new Set([400, 404, 422])
const NOT_NOW = new Set([401, 402, 403])

/** @param s a key of the sandbox begins with `TEST_`, one of the real world with `PROD_` */
export function tremendousRail(s: TremendousSettings): PayoutRail {
  const { mode, basePath } = worldOf(s)
  const orders = new OrdersApi(new Configuration({ basePath, accessToken: s.apiKey, baseOptions: { timeout: 60_000, maxRedirects: 0, validateStatus: () => true } }))
  return {
    name: 'tremendous',
    mode,
    // A known `external_id` gives back the first order, however long ago it was.
    facts: { keyLifeSeconds: null, findsByKey: true, canReturn: false, needsDetails: false, currencies: Object.values(CURRENCIES), mostMinor: null },
    send: (order) => send(orders, s, order),
    find: async (key) => {
      const { status, data } = await orders.listOrders(undefined, undefined, key)
      const found = answered(status, data).orders.find((o) => o.external_id === key)
      return found ? readOrder(found) : null
    },
    get: async (id) => {
      const { status, data } = await orders.getOrder(id)
      return status === 404 ? null : readOrder(answered(status, data).order)
    },
    list: (since) => ordersSince(orders, since),
    recipients: null,
    readWebhook: (raw, header) => Promise.resolve(readWebhook(s.webhookKey, raw, header('tremendous-webhook-signature'))),
  }
}

/** Which world a key is of, and where that is: what is real goes to the real one and nothing else does. */
export function worldOf({ apiKey, baseUrl }: Pick<TremendousSettings, 'apiKey' | 'baseUrl'>): { mode: RailMode; basePath: string } {
  const live = apiKey.startsWith('PROD_')
  return { mode: live ? 'live' : 'sandbox', basePath: baseUrl ?? (live ? Environments.production : Environments.testflight) }
}

async function send(orders: OrdersApi, s: TremendousSettings, order: PaymentOrder): Promise<SendAnswer> {
  const request = requestFor(s, order)
  if (!request) return { outcome: 'refused', says: `Tremendous does not pay in ${order.amount.currency}.` }
  const { status, data } = await orders.createOrder(request)
  if (REFUSED.has(status)) return { outcome: 'refused', says: wordsOf(data, status) }
  if (NOT_NOW.has(status)) return { outcome: 'not_now', says: wordsOf(data, status) }
  return { outcome: 'taken', payment: readOrder(answered(status, data).order) }
}

function requestFor(s: TremendousSettings, o: PaymentOrder): CreateOrderRequest | null {
  const currency = Object.values(CURRENCIES).find((c) => c === o.amount.currency)
  if (!currency) return null
  return {
    external_id: o.key,
    payment: { funding_source_id: s.fundingSource },
    reward: {
      ...(s.campaign && { campaign_id: s.campaign }),
      value: { denomination: o.amount.amount_minor / 10 ** minorDigits(currency), currency_code: currency },
      recipient: { name: o.payee.name, email: o.payee.email },
      delivery: { method: 'EMAIL' },
    },
  }
}

/** @throws Error for every answer that leaves open what happened */
function answered<T>(status: number, data: T): T {
  if (status > 299) throw new Error(`Tremendous answered ${status}`)
  return data
}

/** What it says of a refusal: `{ errors: { message } }`. */
function wordsOf(data: unknown, status: number): string {
  const message = /"message":\s*"((?:[^"\\]|\\.){1,300})/.exec(JSON.stringify(data))?.[1]
  return `${message ?? 'Tremendous refused it.'} (${status})`
}

async function* ordersSince(orders: OrdersApi, since: Date): AsyncGenerator<ProviderPayment> {
  for (let offset = 0; ; offset += PAGE) {
    const { status, data } = await orders.listOrders(offset, undefined, undefined, since.toISOString(), undefined, PAGE)
    const page = answered(status, data)
    for (const order of page.orders) yield readOrder(order)
    if (page.orders.length < PAGE) return
  }
}

/** `sha256=` and the HMAC of the body with the webhook's private key, as Tremendous documents it; its SDK has no verifier. */
function readWebhook(key: string | null, raw: Uint8Array, signature: string | undefined): WebhookHint | null {
  if (!key || !signature) return null
  const expected = Buffer.from(`sha256=${createHmac('sha256', key).update(raw).digest('hex')}`)
  const given = Buffer.from(signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return hintOf(raw)
}

const notice = z.object({ uuid: z.string(), event: z.string(), payload: z.object({ resource: z.object({ id: z.string(), type: z.string() }).optional() }).optional() })

function hintOf(raw: Uint8Array): WebhookHint | null {
  const read = notice.safeParse(jsonOf(raw))
  if (!read.success) return null
  const about = read.data.payload?.resource
  return { eventId: read.data.uuid, about: about?.type === 'orders' ? { payment: about.id } : null }
}

function jsonOf(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'))
  } catch {
    return null
  }
}
