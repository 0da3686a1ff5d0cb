import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

const RESULTS = 'bench/results'

/** Keeps what a run of release size came to, with its machine and date, to be committed. */
export function keepResult(name: string, result: object) {
  const machine = { node: process.version, system: `${process.platform}-${process.arch}`, cores: cpus().length, cpu: cpus()[0]?.model ?? '', memory_gb: Math.round(totalmem() / 2 ** 30) }
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(`${RESULTS}/${name}.json`, `${JSON.stringify({ measured_at: new Date().toISOString(), machine, ...result }, null, 2)}\n`)
}
