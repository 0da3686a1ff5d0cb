import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { Bank } from './bank.ts'
import { Ledger, type Payment } from './ledger.ts'
import { stripeApi } from './stripe-api.ts'
import { tremendousApi } from './tremendous-api.ts'
import { FAIR, type Faults, createRandom, fateOf } from './weather.ts'
import { type Destinations, createWebhooks } from './webhooks.ts'
import { type Answer, type Asked, answer } from './wire.ts'

export interface SimSettings {
  port: number
  ledgerFile: string
  faults?: Partial<Faults>
  seed?: number
  settleMs?: number
  returnRate?: number
  keyLifeMs?: number
  webhooks?: Destinations
  /** Sees every request as it comes in. */
  onAsked?: (q: Asked) => void
}

export interface PaymentSim {
  port: number
  url: string
  payments(): Payment[]
  /** Sends back what was paid under a key. */
  bringBack(key: string): void
  /** The weather, to be changed as one likes. */
  faults: Faults
  close(): Promise<void>
}

const TICK_MS = 50

/** Starts the provider. Port 0 takes a free one. */
export async function startPaymentSim(s: SimSettings): Promise<PaymentSim> {
  const random = createRandom(s.seed ?? 1)
  const faults = { ...FAIR, ...s.faults }
  const ledger = new Ledger(s.ledgerFile)
  const bank = new Bank(ledger, { settleMs: s.settleMs ?? 1000, returnRate: s.returnRate ?? 0, keyLifeMs: s.keyLifeMs ?? Number.POSITIVE_INFINITY, random, onChange: createWebhooks(s.webhooks ?? {}, faults, random) })
  const ticking = setInterval(() => bank.tick(), TICK_MS)
  const server = createServer((req, res) => void handle({ bank, faults, random, onAsked: s.onAsked }, req, res))
  const port = await listen(server, s.port)
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    payments: () => ledger.all(),
    bringBack: (key) => bank.bringBack(key),
    faults,
    close: async () => {
      clearInterval(ticking)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      ledger.close()
    },
  }
}

interface House {
  bank: Bank
  faults: Faults
  random: () => number
  onAsked: SimSettings['onAsked']
}

async function handle({ bank, faults, random, onAsked }: House, req: IncomingMessage, res: ServerResponse) {
  const asked = await read(req)
  onAsked?.(asked)
  const said = stripeApi(bank, asked) ?? tremendousApi(bank, asked) ?? answer(404, { error: 'There is no such path' })
  const fate = said.after === 'made a payment' ? fateOf(faults, random) : 'fair'
  if (fate === 'lost_answer') return void res.destroy()
  if (fate === 'error_after_success') return say(res, answer(500, { error: { message: 'Something went wrong' } }))
  if (fate === 'stall') return void setTimeout(() => say(res, said), faults.stall_ms).unref()
  say(res, said)
}

function say(res: ServerResponse, { status, body }: Answer) {
  res.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_sim' })
  res.end(JSON.stringify(body))
}

async function read(req: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(Buffer.from(chunk))
  const url = new URL(req.url ?? '/', 'http://sim')
  return { method: req.method ?? 'GET', path: url.pathname, query: url.searchParams, header: (name) => [req.headers[name]].flat()[0], body: jsonOf(Buffer.concat(chunks).toString('utf8')) }
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    // Looked at field by field, never trusted.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      const at = server.address()
      resolve(typeof at === 'object' && at ? at.port : port)
    })
  })
}
