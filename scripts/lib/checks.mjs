// The fast checks, listed once: `npm run check` runs these, and `npm test` begins with them.
import { existsSync, mkdirSync } from 'node:fs'
import { run } from './children.mjs'
import { inRoot, tools } from './paths.mjs'

/** Each is one test: it passes or fails as a whole. `where` keeps a check out while there is nothing for it to look at. */
export const checks = [
  { name: 'types', command: [...tools.tsc, '-p', 'tsconfig.json'], where: 'tsconfig.json' },
  { name: 'types of the screens', command: [...tools.tsc, '-p', 'tsconfig.web.json'], where: 'src/web' },
  { name: 'lint', command: [...tools.oxlint, '--deny-warnings'], where: '.oxlintrc.json' },
  { name: 'architecture', command: [...tools.depcruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', 'src'], where: 'src' },
  { name: 'architecture rules catch planted mistakes', command: [process.execPath, 'scripts/architecture-selftest.mjs'], where: 'scripts/architecture-selftest.mjs' },
  { name: 'table types are those of the migrations', command: [process.execPath, 'scripts/gen-tables.mjs', '--check'], where: 'scripts/gen-tables.mjs' },
  { name: 'house rules', command: [process.execPath, 'scripts/house-rules.mjs'], where: 'scripts/house-rules.mjs' },
]

/** Two at a time: the type checks fill a core each. Told in the order of the list, whichever ends first. */
export async function runChecks({ timeoutMs = 0, tell }) {
  // Where the compilers keep what they learned; the second run is faster for it.
  mkdirSync(inRoot('.cache'), { recursive: true })
  const waiting = checks.filter(({ where }) => existsSync(inRoot(where))).map((check) => ({ ...check, ...promise() }))
  const queue = [...waiting]
  const work = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) check.resolve(await run(check.command, { timeoutMs }))
  }
  const workers = [work(), work()]
  const results = []
  for (const { name, done } of waiting) {
    const result = { name, ...(await done) }
    results.push(result)
    tell(result)
  }
  await Promise.all(workers)
  return results
}

export function stepLine({ name, ms, code, timedOut }) {
  const outcome = timedOut ? 'took too long and was stopped' : code === 0 ? 'ok' : 'failed'
  return `${code === 0 ? '✓' : '✗'} ${name}: ${outcome}, ${(ms / 1_000).toFixed(1)} s`
}

function promise() {
  let resolve
  const done = new Promise((settle) => { resolve = settle })
  return { done, resolve }
}
