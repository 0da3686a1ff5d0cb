/** Handiwork, its PostgreSQL and a provider of payments, each a process of its own, so that each can die alone. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Payment } from '#server/demo/payment-sim/ledger.ts'
import type { Faults } from '#server/demo/payment-sim/weather.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#server/platform/db/embedded/start.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { until } from '#test/faults/patient.ts'
import { databaseUrl } from '#test/support/database-url.ts'
import { freePort } from '#test/support/free-port.ts'
import { type ProgramModule, nodeArguments } from '#test/support/program.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const SECRETS = { stripe: 'whsec_handiwork_faults', tremendous: 'webhook-key' }

export interface Mortal {
  start(env?: Record<string, string>): void
  /** By which signal it ended; null while it runs. */
  endedBy(): NodeJS.Signals | number | null
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>
  printed(): string
}

export interface House {
  url: string
  program: Mortal
  /** Another worker on the same database. Not started. */
  second: Mortal
  /** `kill -9` of the postmaster, and its next start. */
  killPostgres(): Promise<void>
  /** Of the database's clock, which is the only one that counts. */
  shift(seconds: number): Promise<void>
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>
  /** All that the provider has paid, from its ledger's file. */
  payments(): Payment[]
  /** A webhook of Stripe's about an account. */
  tellOfAccount(id: string): Promise<boolean>
  answers(): Promise<void>
  close(): Promise<void>
}

export interface HouseOptions {
  seed: number
  faults: Partial<Faults>
}

export async function openHouse(o: HouseOptions): Promise<House> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'hw-pay-'))
  const [port, second, simPort] = [await freePort(), await freePort(), await freePort()]
  const place = await openPlace(dir)
  const url = `http://127.0.0.1:${port}`
  const hooks = `${url}/api/v1/payments`
  const simUrl = `http://127.0.0.1:${simPort}`
  const webhooks = { stripe: { url: `${hooks}/stripe/webhook`, secret: SECRETS.stripe }, tremendous: { url: `${hooks}/tremendous/webhook`, key: SECRETS.tremendous } }
  const ledger = path.join(dir, 'payments.jsonl')
  const sim = mortal('server/demo/payment-sim/main', [String(simPort), ledger], { FAULTS: JSON.stringify(o.faults), SEED: String(o.seed), SETTLE_MS: '300', WEBHOOKS: JSON.stringify(webhooks) })
  const env = (own: Record<string, string>) => ({ PUBLIC_URL: url, DATA_DIR: dir, DATABASE_URL: place.databaseUrl, SMTP_URL: '', LOG_LEVEL: 'fatal', CHECKS: 'off', ...railsAt(simUrl), ...own })
  const program = mortal('server/cli', ['serve'], env({ PORT: String(port) }))
  const other = mortal('server/cli', ['serve'], env({ PORT: String(second), ROLE: 'worker' }))
  sim.start()
  program.start()
  await until(() => /payment-sim on/.test(sim.printed()), 'the provider')
  const house: House = {
    url,
    program,
    second: other,
    killPostgres: place.kill,
    query: place.query,
    shift: async (seconds) => void (await place.query(`insert into clock_shift (shift) values (make_interval(secs => $1)) on conflict (one) do update set shift = clock_shift.shift + excluded.shift`, [seconds])),
    payments: () => readLedger(ledger),
    tellOfAccount: (id) => tellOfAccount(`${hooks}/stripe/webhook`, id),
    answers: () => until(() => fetch(`${url}/healthz`).then((r) => r.ok, () => false), 'the program answers'),
    close: async () => {
      await Promise.all([program.kill(), other.kill(), sim.kill()])
      await place.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  await house.answers()
  return house
}

function railsAt(simUrl: string): Record<string, string> {
  return { STRIPE_SECRET_KEY: 'sk_test_faults', STRIPE_FINANCIAL_ACCOUNT: 'fa_faults', STRIPE_WEBHOOK_SECRET: SECRETS.stripe, STRIPE_API_URL: simUrl, TREMENDOUS_API_KEY: 'TEST_faults', TREMENDOUS_FUNDING_SOURCE: 'faults', TREMENDOUS_WEBHOOK_KEY: SECRETS.tremendous, TREMENDOUS_API_URL: `${simUrl}/api/v2` }
}

/** A PostgreSQL that always answers at the same place, however often it is killed. */
async function openPlace(dir: string) {
  const dataDir = path.join(dir, 'postgres')
  const socket = path.join(dir, 's')
  const start = async (): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres({ dataDir, settings: { max_connections: '100' } })
    rmSync(socket, { force: true })
    symlinkSync(server.connection.host, socket)
    return server
  }
  let server = await start()
  await migrate(server.connection)
  // It refuses to start while the memory of the one that was killed is still in use.
  const again = () => until(() => start().then((s) => Boolean((server = s)), () => false), 'PostgreSQL starts again')
  return {
    databaseUrl: databaseUrl({ ...server.connection, host: socket }),
    kill: async () => {
      process.kill(server.pid, 'SIGKILL')
      await sleep(50)
      await again()
    },
    query: async <T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]> => {
      const client = new pg.Client({ ...server.connection, host: socket })
      client.on('error', () => {})
      try {
        await client.connect()
        return (await client.query<T>(text, values)).rows
      } finally {
        await client.end().catch(() => {})
      }
    },
    close: () => server.stop(),
  }
}

const alive = new Set<ChildProcess>()
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')))

function mortal(module: ProgramModule, args: string[], own: Record<string, string>): Mortal {
  let child: ChildProcess | null = null
  let printed = ''
  return {
    start: (env = {}) => {
      const begun = spawn(process.execPath, [...nodeArguments(module), ...args], { env: { ...process.env, FAULT: '', ...own, ...env }, cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
      begun.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text))
      alive.add(begun)
      begun.once('exit', () => alive.delete(begun))
      child = begun
    },
    endedBy: () => child?.signalCode ?? child?.exitCode ?? null,
    signal: (signal) => void child?.kill(signal),
    kill: async () => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child?.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
    printed: () => printed,
  }
}

/** The newest line of a payment counts, as for the provider itself. */
function readLedger(file: string): Payment[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.endsWith('}'))
  // Written by the simulator alone.
  const all = lines.map((line) => (JSON.parse(line) as { put: Payment }).put)
  return [...new Map(all.map((p) => [p.id, p])).values()]
}

async function tellOfAccount(url: string, id: string): Promise<boolean> {
  const type = 'v2.core.account'
  const body = JSON.stringify({ id: `evt_${randomUUID()}`, object: 'v2.core.event', type: `${type}[configuration.recipient].updated`, livemode: false, created: new Date().toISOString(), related_object: { id, type, url: `/v2/core/accounts/${id}` } })
  const at = Math.floor(Date.now() / 1000)
  const signature = `t=${at},v1=${createHmac('sha256', SECRETS.stripe).update(`${at}.${body}`).digest('hex')}`
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', 'stripe-signature': signature }, body }).then((r) => r.ok, () => false)
}
