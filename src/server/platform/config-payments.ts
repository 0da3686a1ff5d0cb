import { z } from 'zod'
import { ConfigError } from './config-error.ts'

export interface PaymentsConfig {
  stripe: { secretKey: string; financialAccount: string; webhookSecret: string | null; baseUrl: string | null } | null
  tremendous: { apiKey: string; fundingSource: string; campaign: string | null; webhookKey: string | null; baseUrl: string | null } | null
}

const stripe = z.object({
  STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_(test|live)_/, 'a secret or restricted key, sk_test_… or rk_live_…'),
  STRIPE_FINANCIAL_ACCOUNT: z.string().regex(/^fa_/, 'the financial account that pays, fa_…'),
  STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_').nullable().default(null),
  STRIPE_API_URL: z.url({ protocol: /^https?$/ }).nullable().default(null),
})
const tremendous = z.object({
  TREMENDOUS_API_KEY: z.string().regex(/^(TEST|PROD)_/, 'a key that begins with TEST_ or PROD_'),
  TREMENDOUS_FUNDING_SOURCE: z.string().min(1),
  TREMENDOUS_CAMPAIGN: z.string().nullable().default(null),
  TREMENDOUS_WEBHOOK_KEY: z.string().nullable().default(null),
  TREMENDOUS_API_URL: z.url({ protocol: /^https?$/ }).nullable().default(null),
})

/**
 * The rails that are set up by environment. Real money needs `PAYMENTS=live`, and then no key of a test world is taken, so
 * that the two never stand side by side.
 * @throws ConfigError naming every setting that can't be used
 */
export function readPayments(env: Record<string, string | undefined>): PaymentsConfig {
  const live = readSwitch(env['PAYMENTS'])
  const s = env['STRIPE_SECRET_KEY'] ? read(stripe, env) : null
  const t = env['TREMENDOUS_API_KEY'] ? read(tremendous, env) : null
  if (s) demand(live, s.STRIPE_SECRET_KEY.includes('_live_'), 'STRIPE_SECRET_KEY')
  if (t) demand(live, t.TREMENDOUS_API_KEY.startsWith('PROD_'), 'TREMENDOUS_API_KEY')
  return {
    stripe: s && { secretKey: s.STRIPE_SECRET_KEY, financialAccount: s.STRIPE_FINANCIAL_ACCOUNT, webhookSecret: s.STRIPE_WEBHOOK_SECRET, baseUrl: s.STRIPE_API_URL },
    tremendous: t && { apiKey: t.TREMENDOUS_API_KEY, fundingSource: t.TREMENDOUS_FUNDING_SOURCE, campaign: t.TREMENDOUS_CAMPAIGN, webhookKey: t.TREMENDOUS_WEBHOOK_KEY, baseUrl: t.TREMENDOUS_API_URL },
  }
}

function readSwitch(value: string | undefined): boolean {
  if (value !== undefined && value !== 'live' && value !== 'sandbox') throw new ConfigError('PAYMENTS: live or sandbox')
  return value === 'live'
}

function read<T extends z.ZodType>(schema: T, env: Record<string, string | undefined>): z.output<T> {
  const parsed = schema.safeParse(env)
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('\n'))
}

function demand(live: boolean, isLiveKey: boolean, name: string): void {
  if (live && !isLiveKey) throw new ConfigError(`${name}: PAYMENTS=live is set, and this is a key of the test world`)
  if (!live && isLiveKey) throw new ConfigError(`${name}: this key moves real money. Set PAYMENTS=live to use it`)
}
