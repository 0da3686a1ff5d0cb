/** The same moment for everybody: a herd of deadlines, pushes around it, workers killed. What came of it, beside what should have. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { repoPath } from '#server/adapters/git/layout.ts'
import { startEmbeddedPostgres } from '#server/platform/db/embedded/start.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { type Attempt, endAllIn, makeHerd } from './herd.ts'
import { type Side, type SideOptions, startSide } from './programs.ts'
import { type Delivery, type Outcome, prepareDelivery, pushAt } from './pusher.ts'
import { databaseUrl } from '#test/support/database-url.ts'

export interface HerdOptions {
  attempts: number
  /** How many of them push around the deadline, once each. */
  pushes: number
  /** First bytes fall evenly into this span around the deadline, in milliseconds. */
  spread: readonly [number, number]
  /** Every so manyth push is sent slowly, every so manyth breaks off in the middle. 0: none. */
  slowEvery?: number
  abortEvery?: number
  /** Hard ends of a worker, one after the other from the deadline on. */
  kills?: number
  /** Whether the database survives a power cut, as in production. */
  durable?: boolean
  /** One web side and one worker for each, with the clock wrong in this way (see skew.mjs); the database's is right. */
  skews?: readonly string[]
}

export interface PushResult extends Outcome {
  attempt: Attempt
  delivery: Delivery
  aborted: boolean
  /** First byte handed over, in milliseconds from the deadline by the database's clock. */
  offset: number
}

export interface SealedRow {
  assignment_id: string
  commit: string
  /** What an independent query over the push log says. */
  expected: string
  empty: boolean
  early: boolean
  lag: number
}

export interface LogRow {
  repo_id: string
  state: string
  in_time: boolean
  new_sha: string | null
}

export interface HerdResult {
  attempts: Attempt[]
  pushes: PushResult[]
  /** How long the smallest request had to wait meanwhile, at most. */
  heldUpMs: number
  sealed: SealedRow[]
  log: LogRow[]
  counts: { payouts: number; events: number; stuck: number }
  /** Seconds: how long the statement took that froze them, and how long after the deadline it began. */
  frozen: { took: number; began: number }
  kills: number
  /** Of the web sides, which still run. */
  ports: number[]
  client: pg.Client
}

/** Runs it to the end and hands the result to `look` while the database is still there. */
export async function runHerd(o: HerdOptions, look: (result: HerdResult) => Promise<void> | void): Promise<void> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-herd-'))
  const settings = { max_connections: '200', ...(o.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }) }
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(dir, 'postgres'), settings })
  const client = new pg.Client(postgres.connection)
  const sides: Side[] = []
  try {
    await migrate(postgres.connection)
    await client.connect()
    await runWith({ o, dir, client, sides, databaseUrl: databaseUrl(postgres.connection) }, look)
  } finally {
    await Promise.all(sides.map((side) => side.stop()))
    await client.end()
    await postgres.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** From the last preparation to the first push. */
const LEAD_SECONDS = 4

interface Stage {
  o: HerdOptions
  dir: string
  client: pg.Client
  sides: Side[]
  databaseUrl: string
}

async function runWith({ o, dir, client, sides, databaseUrl }: Stage, look: (result: HerdResult) => Promise<void> | void) {
  const reposDir = path.join(dir, 'git')
  const herd = await makeHerd(client, reposDir, o.attempts)
  const deliveries = prepareAll(reposDir, dir, herd.attempts, o)
  const [webs, workers] = await startSides({ databaseUrl, dataDir: dir }, o, sides)
  const deadlineHere = await deadlineByThisClock(client, await endAllIn(client, LEAD_SECONDS - o.spread[0] / 1000))
  const pushing = Promise.all(deliveries.map((d, n) => pushOne(o, webs[n % webs.length]!.port, deadlineHere, d, n)))
  const killing = killWorkers(workers, deadlineHere, o.kills ?? 0)
  const [pushes, heldUpMs] = await Promise.all([pushing, heldUp(webs.map((web) => web.port), herd.attempts[0]!, deadlineHere + o.spread[1])])
  await allSealed(client, o.attempts)
  await killing
  await look({ attempts: herd.attempts, pushes, heldUpMs, kills: o.kills ?? 0, ports: webs.map((web) => web.port), client, ...(await readResult(client)) })
}

/**
 * The longest that this machine made anybody wait, until that moment: the smallest request there is, to the git server of each
 * side in turn, asked with a token, so that the database answers as well. A first byte handed over may have waited as long before
 * our server was given time to see it.
 */
async function heldUp(ports: readonly number[], { repoId, token }: Attempt, until: number): Promise<number> {
  const headers = { Authorization: `Basic ${Buffer.from(`me:${token}`).toString('base64')}` }
  let longest = 0
  for (let n = 0; Date.now() < until; n++) {
    const began = Date.now()
    await fetch(`http://127.0.0.1:${ports[n % ports.length]}/git/${repoId}.git/info/refs?service=git-upload-pack`, { headers }).then((answer) => answer.text(), () => '')
    longest = Math.max(longest, Date.now() - began)
    await sleep(20)
  }
  return longest
}

/** Two workers where one is killed; otherwise one, or one for each wrong clock. */
async function startSides(common: Omit<SideOptions, 'role'>, o: HerdOptions, sides: Side[]): Promise<[Side[], Side[]]> {
  const clocks = o.skews ?? [null]
  const envOf = (skew: string | null) => (skew ? { env: { SKEW: skew, NODE_OPTIONS: `--import ${path.join(import.meta.dirname, 'skew.mjs')}` } } : {})
  const all = (role: SideOptions['role'], n: number) => Promise.all(Array.from({ length: n }, (_, i) => startSide({ ...common, role, ...envOf(clocks[i % clocks.length] ?? null) })))
  const [webs, workers] = await Promise.all([all('web', clocks.length), all('worker', o.kills ? 2 : clocks.length)])
  sides.push(...webs, ...workers)
  return [webs, workers]
}

type Ordered = { attempt: Attempt; delivery: Delivery }

/** Attempts with the same work share a delivery: it is the same commit, pushed to each one's own repository. */
function prepareAll(reposDir: string, dir: string, attempts: readonly Attempt[], o: HerdOptions): Ordered[] {
  const scratch = path.join(dir, 'objects')
  mkdirSync(scratch)
  const made = new Map<string, Delivery>()
  const step = Math.max(1, Math.floor(attempts.length / Math.max(1, o.pushes)))
  return attempts.filter((a) => a.n % step === 0).slice(0, o.pushes).map((attempt) => {
    const delivery = made.get(attempt.commit) ?? prepareDelivery(repoPath(reposDir, attempt.repoId), scratch, attempt.commit, 20_000)
    made.set(attempt.commit, delivery)
    return { attempt, delivery }
  })
}

async function pushOne(o: HerdOptions, port: number, deadlineHere: number, { attempt, delivery }: Ordered, n: number): Promise<PushResult> {
  const [from, to] = o.spread
  const at = deadlineHere + from + ((to - from) * n) / Math.max(1, o.pushes)
  const { abortEvery = 0, slowEvery = 0 } = o
  const aborted = abortEvery > 0 && n % abortEvery === 0
  const slow = slowEvery > 0 && n % slowEvery === 1
  const outcome = await pushAt({ port, repoId: attempt.repoId, token: attempt.token, delivery, at, ...(slow ? { overMs: 1500 } : {}), ...(aborted ? { abort: true } : {}) })
  return { ...outcome, attempt, delivery, aborted, offset: outcome.firstByteAt - deadlineHere }
}

async function killWorkers(workers: Side[], deadlineHere: number, kills: number) {
  await sleep(Math.max(0, deadlineHere + 2200 - Date.now()))
  for (let n = 0; n < kills; n++) {
    await workers[n % workers.length]?.killAndRestart()
    await sleep(1000)
  }
}

/** Of several questions the one that was answered fastest: what the machine makes us wait is half of the error. */
async function deadlineByThisClock(client: pg.Client, deadline: Date): Promise<number> {
  const asked: { took: number; offset: number }[] = []
  for (let n = 0; n < 15; n++) {
    const before = Date.now()
    const { rows } = await client.query<{ ms: number }>('select extract(epoch from hw_now())::float8 * 1000 as ms')
    asked.push({ took: Date.now() - before, offset: rows[0]!.ms - (before + Date.now()) / 2 })
  }
  return deadline.getTime() - asked.toSorted((a, b) => a.took - b.took)[0]!.offset
}

async function allSealed(client: pg.Client, count: number) {
  for (let i = 0; i < 1200; i++) {
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from submissions')
    if (rows[0]!.n >= count) return
    await sleep(250)
  }
}

/** Written again on purpose, in another way than the program does it: an oracle that shared its code would share its faults. */
const EXPECTED = `
  select a.id as assignment_id, s.commit_sha as commit, s.empty,
    coalesce((select u.commit_sha from push_updates u join pushes p on p.id = u.push_id
      where p.assignment_id = a.id and u.applied and u.ref = 'refs/heads/main' and p.received_at < a.deadline_at
      order by p.received_at desc limit 1), a.starter_commit) as expected,
    s.sealed_at < a.deadline_at as early, extract(epoch from s.sealed_at - a.deadline_at)::float8 as lag
  from submissions s join assignments a on a.id = s.assignment_id`

async function readResult(client: pg.Client) {
  const rows = async <T extends pg.QueryResultRow>(sql: string) => (await client.query<T>(sql)).rows
  const one = async (sql: string) => (await rows<{ n: number }>(sql))[0]!.n
  const [frozen] = await rows<{ took: number; began: number }>(`select extract(epoch from max(frozen_at) - min(frozen_at))::float8 as took, extract(epoch from min(frozen_at) - min(deadline_at))::float8 as began from assignments where frozen_at < (select min(frozen_at) from assignments) + interval '5 seconds'`)
  return {
    sealed: await rows<SealedRow>(EXPECTED),
    log: await rows<LogRow>(`select a.repo_id, p.state, p.received_at < a.deadline_at as in_time, u.new_sha from pushes p join assignments a on a.id = p.assignment_id left join push_updates u on u.push_id = p.id where p.received_at > a.deadline_at - interval '30 minutes'`),
    counts: {
      payouts: await one('select count(*)::int as n from payouts'),
      events: await one(`select count(*)::int as n from events where type = 'submission.sealed'`),
      stuck: await one(`select count(*)::int as n from pushes where state in ('received', 'accepted')`),
    },
    frozen: frozen!,
  }
}
