/** `node main.js PORT LEDGER`: the provider as a program of its own, until it is told to end. */
import { z } from 'zod'
import { startPaymentSim } from './server.ts'

const settings = z.object({
  FAULTS: z.string().default('{}'),
  SEED: z.coerce.number().int().default(1),
  SETTLE_MS: z.coerce.number().int().min(0).default(1000),
  RETURN_RATE: z.coerce.number().min(0).max(1).default(0),
  KEY_LIFE_MS: z.coerce.number().optional(),
  WEBHOOKS: z.string().default('{}'),
})
const rates = z.object({ lost_answer: z.number(), error_after_success: z.number(), stall: z.number(), stall_ms: z.number(), duplicate_webhook: z.number(), reordered_webhook: z.number() }).partial()
const destinations = z.object({ stripe: z.object({ url: z.string(), secret: z.string() }).optional(), tremendous: z.object({ url: z.string(), key: z.string() }).optional() })

const [port = '0', ledgerFile = 'payments.jsonl'] = process.argv.slice(2)
const s = settings.parse(process.env)
const sim = await startPaymentSim({ port: Number(port), ledgerFile, faults: rates.parse(JSON.parse(s.FAULTS)), seed: s.SEED, settleMs: s.SETTLE_MS, returnRate: s.RETURN_RATE, ...(s.KEY_LIFE_MS !== undefined && { keyLifeMs: s.KEY_LIFE_MS }), webhooks: destinations.parse(JSON.parse(s.WEBHOOKS)) })
process.stdout.write(`payment-sim on ${sim.url}\n`)
process.on('SIGTERM', () => void sim.close().then(() => process.exit(0)))
