import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { keepResult } from '#test/support/results.ts'
import { reasonFor } from './equivalent.ts'
import { SLICES, fileOf } from './slices.ts'

/** Of a slice, or of one file: killed and timed out are noticed, survived and uncovered are not. What does not even load counts for neither. */
interface Score {
  score: number
  killed: number
  timed_out: number
  survived: number
  no_coverage: number
  broken: number
  words: number
}

interface Mutant {
  status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'RuntimeError' | 'CompileError' | 'Ignored'
  mutatorName: string
  replacement?: string
  location: { start: { line: number; column: number }; end: { line: number; column: number } }
}

type Report = { files: Record<string, { source: string; mutants: Mutant[] }> }

const BAR = 90

/** Keeps what a slice came to beside the other slices' last results. @returns whether it reaches the bar */
export function keep(name: string): boolean {
  // Written by Stryker in the format of mutation-testing-report-schema.
  const report = JSON.parse(readFileSync(`.cache/mutation/${fileOf(name)}.json`, 'utf8')) as Report
  const files = Object.entries(report.files)
  const slice = {
    tried_at: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    ...scoreOf(files.flatMap(([, f]) => f.mutants)),
    files: Object.fromEntries(files.map(([file, f]) => [short(file), scoreOf(f.mutants)])),
    survivors: files.flatMap(([file, f]) => f.mutants.filter((m) => m.status === 'Survived' || m.status === 'NoCoverage').map((m) => survivor(file, f.source, m))),
  }
  const slices: Record<string, typeof slice> = { ...earlier(), [name]: slice }
  const ordered = Object.fromEntries(SLICES.flatMap((s) => (slices[s.name] ? [[s.name, slices[s.name]]] : [])))
  const missing = SLICES.map((s) => s.name).filter((s) => !slices[s])
  keepResult('mutation', { bar: BAR, not_tried_yet: missing, tried: together(Object.values(slices)), slices: ordered })
  console.log(`${name}: ${slice.score} % of ${slice.killed + slice.timed_out + slice.survived + slice.no_coverage} mutants noticed`)
  return slice.score >= BAR
}

function earlier(): object {
  const file = 'bench/results/mutation.json'
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { slices: object }).slices : {}
}

function scoreOf(mutants: readonly Mutant[]): Score {
  const n = (...of: Mutant['status'][]) => mutants.filter((m) => of.includes(m.status)).length
  return rated({ killed: n('Killed'), timed_out: n('Timeout'), survived: n('Survived'), no_coverage: n('NoCoverage'), broken: n('RuntimeError', 'CompileError'), words: n('Ignored') })
}

function together(slices: readonly Score[]): Score {
  const sum = (key: keyof Score) => slices.reduce((total, s) => total + s[key], 0)
  return rated({ killed: sum('killed'), timed_out: sum('timed_out'), survived: sum('survived'), no_coverage: sum('no_coverage'), broken: sum('broken'), words: sum('words') })
}

function rated(s: Omit<Score, 'score'>): Score {
  const noticed = s.killed + s.timed_out
  const all = noticed + s.survived + s.no_coverage
  return { score: all === 0 ? 100 : Math.floor((noticed / all) * 1000) / 10, ...s }
}

function survivor(file: string, source: string, m: Mutant) {
  const { start, end } = m.location
  const line = source.split('\n')[start.line - 1] ?? ''
  const from = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : `${line.slice(start.column - 1)} …`
  const at = { in: short(file), from: from.slice(0, 200), to: (m.replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 200) }
  return { ...at, line: start.line, covered: m.status === 'Survived', equivalent: reasonFor(at) }
}

const short = (file: string) => file.replace('src/server/', '')
