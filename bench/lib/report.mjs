// Prints what was measured, each beside its ratio to one of them, and keeps it in bench/results/.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { inRoot } from '../../scripts/lib/paths.mjs'

/** `times`: name → measurements. Ratios are to the median of `baseline`. Answers the printed rows. */
export function report(name, { times, baseline, unit }) {
  const base = summarize(baseline, times[baseline]).median
  const rows = Object.entries(times).map(([label, values]) => ({ ...summarize(label, values), ratio: median(values) / base }))
  console.log(table(rows, baseline, unit))
  mkdirSync(inRoot('bench', 'results'), { recursive: true })
  const machine = { node: process.version, system: `${process.platform}-${process.arch}`, cores: cpus().length, cpu: cpus()[0]?.model ?? '', memory_gb: Math.round(totalmem() / 2 ** 30) }
  writeFileSync(inRoot('bench', 'results', `${name}.json`), `${JSON.stringify({ measured_at: new Date().toISOString(), machine, unit, baseline, rows: rows.map(rounded) }, null, 2)}\n`)
  return rows
}

function summarize(label, values) {
  return { label, rounds: values.length, median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function table(rows, baseline, unit) {
  const width = Math.max(...rows.map(({ label }) => label.length))
  const line = ({ label, median: middle, min, max, ratio }) => `${label.padEnd(width)}  ${middle.toFixed(0).padStart(6)} ${unit}  (${min.toFixed(0)}–${max.toFixed(0)})  ${ratio.toFixed(1).padStart(6)} × ${baseline}`
  return rows.map(line).join('\n')
}

const rounded = ({ label, rounds, ...figures }) => ({ label, rounds, ...Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, Number(value.toFixed(2))])) })
