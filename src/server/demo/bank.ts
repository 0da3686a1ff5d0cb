import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Running } from '#server/main.ts'
import { type PaymentSim, startPaymentSim } from './payment-sim/server.ts'
import type { Destinations } from './payment-sim/webhooks.ts'

const KEYS = { secret: 'whsec_demo', key: 'demo' }

/** The provider that the demo pays by: it moves no money, and keeps what it "paid" beside the demo's data. */
export interface DemoBank {
  sim: PaymentSim
  /** What the server has to be started with to pay by it, and by no other: whatever real keys are set, the demo uses none. */
  environment: Record<string, string>
  /** Lets it tell the server, once that is there, what becomes of payments. */
  listenTo(running: Running): void
}

export async function openDemoBank(dataDir: string): Promise<DemoBank> {
  mkdirSync(dataDir, { recursive: true })
  const webhooks: Destinations = {}
  const sim = await startPaymentSim({ port: 0, ledgerFile: path.join(dataDir, 'payments.jsonl'), settleMs: 300, webhooks })
  return {
    sim,
    environment: {
      PAYMENTS: 'sandbox',
      STRIPE_SECRET_KEY: 'sk_test_demo',
      STRIPE_FINANCIAL_ACCOUNT: 'fa_demo',
      STRIPE_WEBHOOK_SECRET: KEYS.secret,
      STRIPE_API_URL: sim.url,
      TREMENDOUS_API_KEY: 'TEST_demo',
      TREMENDOUS_FUNDING_SOURCE: 'BALANCE',
      TREMENDOUS_WEBHOOK_KEY: KEYS.key,
      TREMENDOUS_API_URL: `${sim.url}/api/v2`,
    },
    listenTo: ({ url }) => {
      const hooks = `${url}/api/v1/payments`
      webhooks.stripe = { url: `${hooks}/stripe/webhook`, secret: KEYS.secret }
      webhooks.tremendous = { url: `${hooks}/tremendous/webhook`, key: KEYS.key }
    },
  }
}
