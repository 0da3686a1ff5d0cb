/**
 * What the providers' published references say of the requests we send, written down as JSON Schema: every property they
 * name, none besides. Sources:
 * - Stripe API v2, version 2026-10-28.endive: docs.stripe.com/api/v2/money-management/outbound-payments/create,
 *   docs.stripe.com/api/v2/core/accounts/create, docs.stripe.com/api/v2/core/account-links/create; read on 2026-11-25 as the types that
 *   Stripe generates from the same description (npm stripe 23.1.0)
 * - Tremendous API v2: developers.tremendous.com/reference/create-order; read on 2026-11-25 as the types that Tremendous generates
 *   from the same description (npm tremendous 4.12.0)
 */
const text = { type: 'string', minLength: 1 }
const money = { type: 'object', additionalProperties: false, required: ['value', 'currency'], properties: { value: { type: 'integer', minimum: 1 }, currency: { type: 'string', pattern: '^[a-z]{3}$' } } }
const metadata = { type: 'object', maxProperties: 50, additionalProperties: { type: 'string', maxLength: 500 }, propertyNames: { maxLength: 40 } }
const object = (required: string[], properties: object) => ({ type: 'object', additionalProperties: false, required, properties })
const requested = { type: 'object', additionalProperties: false, required: ['requested'], properties: { requested: { type: 'boolean' } } }

export const stripeCreateOutboundPayment = object(['amount', 'from', 'to'], {
  amount: money,
  from: object(['currency', 'financial_account'], { currency: text, financial_account: { type: 'string', pattern: '^fa_' } }),
  to: object(['recipient'], { currency: text, payout_method: text, payout_method_options: { type: 'object' }, recipient: { type: 'string', pattern: '^acct_' } }),
  description: text,
  metadata,
  recipient_notification: object(['setting'], { setting: { enum: ['configured', 'none'] } }),
  recipient_verification: text,
  statement_descriptor: { type: 'string', minLength: 3, maxLength: 500 },
})

export const stripeCreateAccount = object([], {
  account_token: text,
  configuration: object([], { recipient: object([], { capabilities: object([], { bank_accounts: { type: 'object', additionalProperties: requested, propertyNames: { enum: ['ach', 'fedwire', 'fps', 'local', 'rtp', 'sepa', 'swift'] } }, cards: requested }) }) }),
  contact_email: { type: 'string', pattern: '@' },
  contact_phone: text,
  dashboard: { enum: ['express', 'full', 'none'] },
  defaults: { type: 'object' },
  display_name: text,
  identity: object([], { country: { type: 'string', pattern: '^[a-z]{2}$' }, entity_type: { enum: ['company', 'government_entity', 'individual', 'non_profit'] } }),
  include: { type: 'array', items: { enum: ['configuration.customer', 'configuration.merchant', 'configuration.recipient', 'defaults', 'future_requirements', 'identity', 'requirements'] } },
  metadata,
})

export const stripeCreateAccountLink = object(['account', 'use_case'], {
  account: { type: 'string', pattern: '^acct_' },
  use_case: object(['type'], { type: { enum: ['account_onboarding', 'account_update'] }, account_onboarding: object(['refresh_url'], { refresh_url: { type: 'string', pattern: '^https?://' }, return_url: { type: 'string', pattern: '^https?://' }, collection_options: { type: 'object' } }) }),
})

export const tremendousCreateOrder = object(['payment', 'reward'], {
  external_id: text,
  payment: object(['funding_source_id'], { funding_source_id: text }),
  reward: object([], {
    campaign_id: text,
    products: { type: 'array', items: text },
    value: object([], { denomination: { type: 'number', exclusiveMinimum: 0 }, currency_code: { type: 'string', pattern: '^[A-Z]{3}$' } }),
    recipient: object([], { name: text, email: text, phone: text }),
    deliver_at: text,
    custom_fields: { type: 'array' },
    language: text,
    delivery: object([], { method: { enum: ['EMAIL', 'LINK', 'PHONE'] }, meta: { type: 'object' } }),
  }),
})
