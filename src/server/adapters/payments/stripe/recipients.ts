import type Stripe from 'stripe'
import type { Recipient, Recipients } from '../port.ts'

type Account = Stripe.V2.Core.Account

const INCLUDE = ['configuration.recipient', 'defaults'] as const satisfies Stripe.V2.Core.AccountCreateParams.Include[]

/** People who are paid, as accounts of Stripe's with nothing but the recipient's part. What they are asked for, Stripe asks. */
export function stripeRecipients(stripe: Stripe): Recipients {
  const { accounts, accountLinks } = stripe.v2.core
  return {
    ensure: async ({ key, name, email, country }) => {
      const made = await accounts.create(
        {
          contact_email: email,
          display_name: name,
          identity: { entity_type: 'individual', ...(country && { country: country.toLowerCase() }) },
          configuration: { recipient: { capabilities: { bank_accounts: { local: { requested: true } } } } },
          metadata: { candidate: key },
          include: [...INCLUDE],
        },
        { idempotencyKey: `recipient:${key}` },
      )
      return recipientOf(made)
    },
    get: async (id) => recipientOf(await accounts.retrieve(id, { include: [...INCLUDE] })),
    link: async (account, { returnUrl, refreshUrl }) => {
      const made = await accountLinks.create({ account, use_case: { type: 'account_onboarding', account_onboarding: { refresh_url: refreshUrl, return_url: returnUrl } } })
      return made.url
    },
  }
}

function recipientOf(a: Account): Recipient {
  const methods = Object.values(a.defaults?.payout_methods ?? {})
  const active = a.configuration?.recipient?.capabilities?.bank_accounts?.local?.status === 'active'
  return { recipientId: a.id, ready: active && methods.length > 0, destination: methods[0] ?? null }
}
