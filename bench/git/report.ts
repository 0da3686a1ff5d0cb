/** Medians of the rounds, as ratios to both baselines. */
import { execFileSync } from 'node:child_process'
import { keepResult } from '#test/support/results.ts'
import { type Growth, rounded } from './big-push.ts'
import { NAMES, type Name } from './sides.ts'

export interface Sample {
  perSecond: number
  cpuMs: number
  /** PostgreSQL's, where there is one. */
  databaseMs: number
  /** Ours alone: of the two processes, without what they start. */
  webMs: number
  gatewayMs: number
  p50: number
  p99: number
}
export type Case = Record<Name, Sample[]>

export interface Results {
  repos: number
  concurrency: number
  cases: Map<string, Case>
  starts: number[]
  memory: Record<string, Growth>
  loadBefore: number
}

export function report({ repos, concurrency, cases, starts, memory, loadBefore }: Results) {
  const rows = [...cases].map(([name, samples]) => rowOf(name, samples))
  rows.forEach(print)
  const creation = { starts: starts.length, p50_ms: rounded(quantile(starts, 0.5)), p95_ms: rounded(quantile(starts, 0.95)) }
  console.log(`a repository and the rows of its start   p50 ${creation.p50_ms} ms, p95 ${creation.p95_ms} ms`)
  console.log(JSON.stringify(memory))
  const git = execFileSync('git', ['--version']).toString().trim()
  keepResult('git', { load_before: loadBefore, repositories: repos, concurrency, git, cases: rows, start_of_an_attempt: creation, memory_of_a_large_push: memory })
}

function rowOf(name: string, samples: Case) {
  const of = (side: Name, field: keyof Sample) => quantile(samples[side].map((s) => s[field]), 0.5)
  const against = (field: keyof Sample) => ({ ours: rounded(of('ours', field)), ...Object.fromEntries((['nginx', 'hardened'] as const).map((side) => [side, { value: rounded(of(side, field)), ratio: rounded(of('ours', field) / of(side, field)) }])) }) as Against
  const own = { web: rounded(of('ours', 'webMs')), gateway: rounded(of('ours', 'gatewayMs')), postgresql: rounded(of('ours', 'databaseMs')) }
  return { name, rounds: samples.ours.length, per_second: against('perSecond'), cpu_ms: against('cpuMs'), of_which_cpu_ms: own, p50_ms: against('p50'), p99_ms: against('p99') }
}

interface Against {
  ours: number
  nginx: { value: number; ratio: number }
  hardened: { value: number; ratio: number }
}

function print(row: ReturnType<typeof rowOf>) {
  const line = (what: string, unit: string, { ours, nginx, hardened }: Against) => console.log(`  ${what.padEnd(12)}${ours}${unit} against ${nginx.value} (${nginx.ratio} ×), hardened ${hardened.value} (${hardened.ratio} ×)`)
  console.log(row.name)
  line('throughput', '/s', row.per_second)
  line('processor', ' ms', row.cpu_ms)
  line('p99', ' ms', row.p99_ms)
  console.log(`  of ours     web ${row.of_which_cpu_ms.web} ms, gateway ${row.of_which_cpu_ms.gateway} ms; and PostgreSQL ${row.of_which_cpu_ms.postgresql} ms`)
}

export function emptyCase(): Case {
  return Object.fromEntries(NAMES.map((name) => [name, []])) as unknown as Case
}

export function quantile(values: number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const [low = Number.NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low + (high - low) * (at - Math.floor(at))
}
