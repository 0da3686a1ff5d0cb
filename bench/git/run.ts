/** Our gateway and the usual way to serve git, on the same repositories, in turns. */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { repoPath } from '#server/adapters/git/layout.ts'
import { startEmbeddedPostgres } from '#server/platform/db/embedded/start.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { endAllIn, makeHerd } from '#test/deadlines/herd.ts'
import { startSide } from '#test/deadlines/programs.ts'
import { prepareDelivery } from '#test/deadlines/pusher.ts'
import { keepResult } from '#test/support/results.ts'
import { cpuMeter } from './cpu.ts'
import { startNginx } from './nginx.ts'
import type { Done, Job } from './replay.ts'

const REPOS = Number(process.env['REPOS'] ?? 200)
const ROUNDS = Number(process.env['ROUNDS'] ?? 5)
const CONCURRENCY = 8
const BIG_MB = 100

interface Sample {
  perSecond: number
  cpuMs: number
  /** The same with PostgreSQL's, where there is one. */
  cpuMsWithDatabase: number
  p50: number
  p99: number
}
type Case = Record<'ours' | 'nginx', Sample[]>

const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-bench-git-'))
const postgres = await startEmbeddedPostgres({ dataDir: path.join(dir, 'postgres') })
const client = new pg.Client(postgres.connection)
const meters = { ours: cpuMeter('ours'), postgres: cpuMeter('postgres'), nginx: cpuMeter('nginx') }
try {
  await measure()
} finally {
  await client.end()
  await postgres.stop()
  rmSync(dir, { recursive: true, force: true })
}

async function measure() {
  await migrate(postgres.connection)
  await client.connect()
  const reposDir = path.join(dir, 'git')
  const { attempts } = await makeHerd(client, reposDir, REPOS * 50, scaffold)
  await endAllIn(client, 86_400)
  // One in fifty begins from the same starter, so that one push fits all.
  const mine = attempts.filter((a) => a.commit === attempts[1]!.commit).slice(0, REPOS)
  const theirs = path.join(dir, 'nginx-repos')
  for (const a of mine) cpSync(repoPath(reposDir, a.repoId), repoPath(theirs, a.repoId), { recursive: true })
  const web = await startOurs()
  const nginx = await startNginx(path.join(dir, 'nginx'), theirs, meters.nginx)
  const replay = fork(path.join(import.meta.dirname, 'replay.ts'), [], { execArgv: process.execArgv })
  const sides = { ours: web.port, nginx: nginx.port }
  const repos = mine.map((a) => ({ id: a.repoId, token: a.token }))
  const base = { repos, concurrency: CONCURRENCY }
  const cases: Record<string, Case> = {}
  try {
    const start = mine[0]!.commit
    cases['clone of an untouched starter'] = await inTurns(ROUNDS, (side) => run(replay, side, { ...base, port: sides[side], kind: 'clone', from: start }))
    const deliveries = prepareChain(reposDir, mine[0]!.repoId, start)
    const pushed: Case = { ours: [], nginx: [] }
    for (const d of deliveries) {
      const round = await inTurns(1, (side) => run(replay, side, { ...base, port: sides[side], kind: 'push', from: d.from, to: d.to, packFile: d.packFile }))
      pushed.ours.push(...round.ours)
      pushed.nginx.push(...round.nginx)
    }
    cases['push, with its ruling and its log'] = pushed
    const last = deliveries.at(-1)!.to
    cases['clone of work'] = await inTurns(ROUNDS, (side) => run(replay, side, { ...base, port: sides[side], kind: 'clone', from: last }))
    const memory = await bigPush(web, repos[0]!, reposDir, last)
    print(cases, memory)
  } finally {
    replay.kill()
    await Promise.all([web.stop(), nginx.stop()])
    Object.values(meters).forEach((meter) => meter.remove())
  }
}

/** 60 files and about 160 KB packed. */
function scaffold(work: number) {
  const text = (n: number) => Array.from({ length: 120 }, (_, i) => `export const part_${n}_${i} = '${((n * 7919 + i * 104_729 + work) * 2_654_435_761).toString(36)}'`).join('\n')
  return Array.from({ length: 60 }, (_, n) => ({ path: `src/part-${n}.ts`, content: `${text(n)}\n` }))
}

async function startOurs() {
  const { host, port, user } = postgres.connection
  meters.postgres.add(postgres.pid)
  // The forked children of a server that already runs stay where they were, so its pool comes after this.
  const side = await startSide({ role: 'web', databaseUrl: `postgres://${user}@/postgres?host=${encodeURIComponent(host)}&port=${port}`, dataDir: dir, compiled: true, env: { GIT_PUSH_MB: String(BIG_MB + 20) } })
  for (const pid of [side.pid(), ...childrenOf(side.pid())]) meters.ours.add(pid)
  return side
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

interface PreparedPush {
  from: string
  to: string
  packFile: string
}

/** One push for each round, each on top of the one before. */
function prepareChain(reposDir: string, repoId: string, start: string): PreparedPush[] {
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

/** ABAB, and each round begins with the other one. */
async function inTurns(rounds: number, act: (side: 'ours' | 'nginx') => Promise<Sample>): Promise<Case> {
  const samples: Case = { ours: [], nginx: [] }
  for (let n = 0; n < rounds; n++) {
    for (const side of n % 2 === 0 ? (['ours', 'nginx'] as const) : (['nginx', 'ours'] as const)) samples[side].push(await act(side))
  }
  return samples
}

async function run(replay: ChildProcess, side: 'ours' | 'nginx', job: Job): Promise<Sample> {
  const before = { cpu: meters[side].used(), database: meters.postgres.used() }
  const done = await new Promise<Done>((resolve, reject) => {
    replay.once('message', (message) => resolve(message as Done))
    replay.once('exit', () => reject(new Error('The client ended.')))
    replay.send(job)
  })
  const ops = job.repos.length
  const cpu = meters[side].used() - before.cpu
  const database = side === 'ours' ? meters.postgres.used() - before.database : 0
  const sorted = done.latencies.sort((a, b) => a - b)
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
  return { perSecond: (ops / done.ms) * 1000, cpuMs: cpu / ops, cpuMsWithDatabase: (cpu + database) / ops, p50: at(0.5), p99: at(0.99) }
}

/** Peak memory of the gateway, without the git processes it starts, before and while a large pack goes through. */
async function bigPush(web: { port: number; pid(): number }, repo: Job['repos'][number], reposDir: string, from: string) {
  const scratch = path.join(dir, 'objects')
  const { to, pack } = prepareDelivery(repoPath(reposDir, repo.id), scratch, from, BIG_MB * 1024 * 1024 - 200_000, { parts: 12 })
  const packFile = path.join(dir, 'big.pack')
  writeFileSync(packFile, pack)
  const gateway = childrenOf(web.pid()).find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('git-child')) ?? 0
  const resident = (pid: number, field: string) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  const processes = { gateway, web: web.pid() }
  const before = Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, resident(pid, 'VmRSS')]))
  for (const pid of Object.values(processes)) writeFileSync(`/proc/${pid}/clear_refs`, '5')
  execFileSync('curl', ['-s', '-o', path.join(dir, 'answer'), '-u', `me:${repo.token}`, '-H', 'Content-Type: application/x-git-receive-pack-request', '--data-binary', `@${requestFile(from, to, pack)}`, `http://127.0.0.1:${web.port}/git/${repo.id}.git/git-receive-pack`])
  const said = readFileSync(path.join(dir, 'answer'), 'latin1')
  if (!said.includes('ok refs/heads/main')) throw new Error(`The large push was not taken: ${said.slice(0, 300)}`)
  const rows = Object.entries(processes).map(([name, pid]) => [name, { pack_mb: Math.round(pack.length / 2 ** 20), before_mb: rounded(before[name] ?? 0), growth_mb: rounded(resident(pid, 'VmHWM') - (before[name] ?? 0)) }])
  return Object.fromEntries(rows) as Record<string, { pack_mb: number; before_mb: number; growth_mb: number }>
}

function requestFile(from: string, to: string, pack: Buffer): string {
  const file = path.join(dir, 'request')
  const line = `${from} ${to} refs/heads/main\0report-status side-band-64k agent=git/2.39.5`
  writeFileSync(file, Buffer.concat([Buffer.from((line.length + 4).toString(16).padStart(4, '0') + line + '0000'), pack]))
  return file
}

function print(cases: Record<string, Case>, memory: object) {
  const rows = Object.entries(cases).map(([name, { ours, nginx }]) => {
    const of = (samples: Sample[], field: keyof Sample) => median(samples.map((s) => s[field]))
    const ratio = (field: keyof Sample, theirs: keyof Sample = field) => rounded(of(ours, field) / of(nginx, theirs))
    const both = (field: keyof Sample) => ({ ours: rounded(of(ours, field)), nginx: rounded(of(nginx, field)), ratio: ratio(field) })
    return { name, rounds: ours.length, per_second: both('perSecond'), cpu_ms: both('cpuMs'), cpu_ratio_with_postgresql: ratio('cpuMsWithDatabase', 'cpuMs'), p50_ms: both('p50'), p99_ms: both('p99') }
  })
  for (const r of rows) console.log(`${r.name.padEnd(36)} ${r.per_second.ours}/s against ${r.per_second.nginx}/s: ${r.per_second.ratio} ×   CPU ${r.cpu_ms.ours} ms against ${r.cpu_ms.nginx}: ${r.cpu_ms.ratio} × (${r.cpu_ratio_with_postgresql} with PostgreSQL)   p99 ${r.p99_ms.ours} ms against ${r.p99_ms.nginx}`)
  console.log(JSON.stringify(memory))
  keepResult('git', { repositories: REPOS, concurrency: CONCURRENCY, git: execFileSync('git', ['--version']).toString().trim(), cases: rows, memory_of_a_large_push: memory })
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function rounded(n: number): number {
  return Number(n.toFixed(2))
}

