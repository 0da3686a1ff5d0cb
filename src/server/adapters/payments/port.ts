/**
 * What the product sees of a payment rail. A payment has one key for life, which is the id of its payout: the same key sent
 * again is the same payment. Any method may reject; of `send` that means that nobody knows what came of it.
 */
import type { Money } from '#contract/money.ts'

export const RAILS = ['manual', 'stripe', 'tremendous'] as const
export type RailName = (typeof RAILS)[number]
/** Of the rails that are programs; `manual` is people. */
export type ProviderName = Exclude<RailName, 'manual'>

/** Keys of a provider's test world and of its real one never meet. */
export type RailMode = 'live' | 'sandbox'

export interface RailFacts {
  /** For so long the provider knows a key again, in seconds from the first use. Null: for ever. */
  keyLifeSeconds: number | null
  /** Whether a payment can be looked up by our key; otherwise by going through the list. */
  findsByKey: boolean
  /** Whether what was called paid can still come back. */
  canReturn: boolean
  /** Whether the candidate must tell the provider where the money goes, on the provider's own pages. */
  needsDetails: boolean
  /** ISO 4217 codes; null for any. */
  currencies: readonly string[] | null
  /** In minor units of the payment's currency; null for no limit. */
  mostMinor: number | null
}

export interface PaymentOrder {
  /** The payout's id. */
  key: string
  amount: Money
  /** Shown to the payee where the rail can. */
  description: string
  payee: { name: string; email: string; recipientId: string | null }
}

export type PaymentState = 'submitted' | 'paid' | 'failed' | 'returned' | 'cancelled' | 'held'

/** A payment as the provider has it now. */
export interface ProviderPayment {
  providerId: string
  /** Ours, as the provider gives it back; null for payments that are not from here. */
  key: string | null
  state: PaymentState
  /** The provider's own word and reason, for people. */
  says: string
  amount: Money
  /** `2026-11-30`, or null when the provider does not say. */
  expectedOn: string | null
  receiptUrl: string | null
  /** What a bank can find the transfer by. */
  trace: string | null
}

export type SendAnswer =
  | { outcome: 'taken'; payment: ProviderPayment }
  /** Certain: there is no payment under this key and there will be none. */
  | { outcome: 'refused'; says: string }
  /** Certain, too: not now, and it may be tried again with the same key (balance, limit). */
  | { outcome: 'not_now'; says: string }

export interface Recipient {
  recipientId: string
  ready: boolean
  /** The same destination has the same fingerprint; null while there is none. */
  destination: string | null
}

export interface Recipients {
  /** Idempotent by `key`. */
  ensure(r: { key: string; name: string; email: string; country: string | null }): Promise<Recipient>
  get(recipientId: string): Promise<Recipient>
  /** A page of the provider's where the candidate says where the money goes; good for minutes, for one visit. */
  link(recipientId: string, back: { returnUrl: string; refreshUrl: string }): Promise<string>
}

/** That something happened, never what: the payment is asked for again. */
export interface WebhookHint {
  eventId: string
  about: { payment: string } | { recipient: string } | null
}

export interface PayoutRail {
  name: ProviderName
  mode: RailMode
  facts: RailFacts
  send(order: PaymentOrder): Promise<SendAnswer>
  /** The payment under our key, among those since then; null when there is certainly none now. */
  find(key: string, since: Date): Promise<ProviderPayment | null>
  get(providerId: string): Promise<ProviderPayment | null>
  /** All payments since then, for the daily comparison. */
  list(since: Date): AsyncIterable<ProviderPayment>
  recipients: Recipients | null
  /** Null when the signature is not right, or the rail has no webhooks. */
  readWebhook(raw: Uint8Array, header: (name: string) => string | undefined): Promise<WebhookHint | null>
}

/** The rails that are set up here. */
export type Rails = Readonly<Partial<Record<ProviderName, PayoutRail>>>
