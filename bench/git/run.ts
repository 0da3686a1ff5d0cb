/** Our gateway and the usual way to serve git, on the same repositories, in turns. */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { repoPath } from '#server/adapters/git/layout.ts'
import { startEmbeddedPostgres } from '#server/platform/db/embedded/start.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { type Attempt, endAllIn, makeHerd } from '#test/deadlines/herd.ts'
import { prepareDelivery } from '#test/deadlines/pusher.ts'
import { bigPush } from './big-push.ts'
import { startsInTurn } from './create.ts'
import type { Done, Job } from './replay.ts'
import { type Case, emptyCase, quantile, report, type Sample } from './report.ts'
import { NAMES, type Name, type Sides, startSides } from './sides.ts'

const REPOS = Number(process.env['REPOS'] ?? 150)
const ROUNDS = Number(process.env['ROUNDS'] ?? 5)
const CONCURRENCY = 8
const BIG_MB = 100
const STARTS = 100
const CASES = { starter: 'clone of an untouched starter', push: 'push, with its ruling and its log', first: 'clone of work, for the first time', again: 'clone of work, once more' }

const loadBefore = os.loadavg()[0] ?? 0
const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-bench-git-'))
const reposDir = path.join(dir, 'git')
const postgres = await startEmbeddedPostgres({ dataDir: path.join(dir, 'postgres') })
const client = new pg.Client(postgres.connection)
try {
  await migrate(postgres.connection)
  await client.connect()
  await measure()
} finally {
  await client.end()
  await postgres.stop()
  rmSync(dir, { recursive: true, force: true })
}

async function measure() {
  // Four of five hold one and the same work, so that one push fits all; the fifth is for starting anew.
  const { attempts } = await makeHerd(client, reposDir, Math.ceil(Math.max(REPOS, 4 * STARTS) * 1.25), scaffold, 1)
  await endAllIn(client, 86_400)
  const mine = attempts.filter((a) => a.worked).slice(0, REPOS)
  const starts = await measureStarts(attempts.filter((a) => !a.worked).slice(0, STARTS))
  const sides = await startSides({ dir, reposDir, repoIds: mine.map((a) => a.repoId), postgres, pushMb: BIG_MB + 20 })
  const replay = fork(path.join(import.meta.dirname, 'replay.ts'), [], { execArgv: process.execArgv })
  replay.setMaxListeners(0)
  try {
    const { cases, last } = await inRounds(sides, replay, mine)
    const memory = await bigPush(sides, { dir, repo: { id: mine[0]!.repoId, token: mine[0]!.token }, reposDir, from: last, mb: BIG_MB })
    report({ repos: REPOS, concurrency: CONCURRENCY, cases, starts, memory, loadBefore })
  } finally {
    replay.kill()
    await sides.stop()
  }
}

/** Some of the herd, put back to before their start. */
async function measureStarts(some: readonly Attempt[]): Promise<number[]> {
  const offered = some.map((a) => a.assignmentId)
  await client.query(`update assignments set state = 'offered', started_at = null, deadline_at = null, starter_commit = null where id = any ($1)`, [offered])
  await client.query(`delete from tasks where payload ->> 'assignment_id' = any ($1)`, [offered])
  return startsInTurn({ connection: postgres.connection, reposDir, starter: some[0]!.commit, offered })
}

/** In each round: everybody clones, pushes on top of the round before, and what was pushed is cloned twice. */
async function inRounds(sides: Sides, replay: ChildProcess, mine: readonly Attempt[]) {
  const cases = new Map(Object.values(CASES).map((name): [string, Case] => [name, emptyCase()]))
  const start = mine[0]!.commit
  const deliveries = prepareChain(mine[0]!.repoId, start)
  const base = { repos: mine.map((a) => ({ id: a.repoId, token: a.token })), concurrency: CONCURRENCY }
  for (const [n, { from, to, packFile }] of deliveries.entries()) {
    const act = async (name: string, job: Omit<Job, 'port'>) => {
      // Each round begins with another one.
      for (let turn = 0; turn < NAMES.length; turn++) {
        const side = NAMES[(n + turn) % NAMES.length]!
        cases.get(name)![side].push(await run(sides, replay, side, { ...job, port: sides.port[side] }))
      }
    }
    if (n === 0) for (let again = 0; again < ROUNDS; again++) await act(CASES.starter, { ...base, kind: 'clone', from: start })
    await act(CASES.push, { ...base, kind: 'push', from, to, packFile })
    await act(CASES.first, { ...base, kind: 'clone', from: to })
    await act(CASES.again, { ...base, kind: 'clone', from: to })
  }
  return { cases, last: deliveries.at(-1)!.to }
}

/** 60 files and about 160 KB packed. */
function scaffold(work: number) {
  const text = (n: number) => Array.from({ length: 120 }, (_, i) => `export const part_${n}_${i} = '${((n * 7919 + i * 104_729 + work) * 2_654_435_761).toString(36)}'`).join('\n')
  return Array.from({ length: 60 }, (_, n) => ({ path: `src/part-${n}.ts`, content: `${text(n)}\n` }))
}

interface PreparedPush {
  from: string
  to: string
  packFile: string
}

/** One push for each round, each on top of the one before. */
function prepareChain(repoId: string, start: string): PreparedPush[] {
  const scratch = path.join(dir, 'objects')
  mkdirSync(scratch)
  let from = start
  return Array.from({ length: ROUNDS }, (_, n) => {
    const { to, pack } = prepareDelivery(repoPath(reposDir, repoId), scratch, from, 4000)
    const packFile = path.join(dir, `push-${n}.pack`)
    writeFileSync(packFile, pack)
    const prepared = { from, to, packFile }
    from = to
    return prepared
  })
}

async function run(sides: Sides, replay: ChildProcess, side: Name, job: Job): Promise<Sample> {
  const count = () => ({ cpu: sides.used(side), database: sides.database(), ...sides.own() })
  const before = count()
  const done = await new Promise<Done>((resolve, reject) => {
    replay.once('message', (message) => resolve(message as Done))
    replay.once('exit', () => reject(new Error('The client ended.')))
    replay.send(job)
  })
  const after = count()
  const each = (field: keyof typeof after) => (after[field] - before[field]) / job.repos.length
  return { perSecond: (job.repos.length / done.ms) * 1000, cpuMs: each('cpu'), databaseMs: each('database'), webMs: each('web'), gatewayMs: each('gateway'), p50: quantile(done.latencies, 0.5), p99: quantile(done.latencies, 0.99) }
}
