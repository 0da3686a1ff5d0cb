// One slice, given by `run.ts`. See README.md beside the results.
import { fileURLToPath } from 'node:url'

const slice = JSON.parse(process.env.MUTATION_SLICE ?? '{}')
const kept = `.cache/mutation/${slice.file}`

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: slice.mutate,
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', '@stryker-mutator/typescript-checker', fileURLToPath(new URL('words.mjs', import.meta.url))],
  ignorers: ['words'],
  vitest: { configFile: 'bench/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // One of them checks types, so that two run tests.
  concurrency: Number(process.env.CONCURRENCY ?? 3),
  // A mutant that waits for ever is killed by the test's own limit long before.
  timeoutMS: 60_000,
  timeoutFactor: 4,
  dryRunTimeoutMinutes: 10,
  disableTypeChecks: false,
  tempDirName: `${kept}.sandbox`,
  ignorePatterns: ['dist', 'data', 'docs', '.cache', 'bench/results'],
  incremental: true,
  incrementalFile: `${kept}.incremental.json`,
  reporters: ['json', 'clear-text', 'progress-append-only'],
  jsonReporter: { fileName: `${kept}.json` },
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false, reportScoreTable: true },
  allowConsoleColors: false,
  checkers: ['typescript'],
  tsconfigFile: 'tsconfig.server.json',
  warnings: { slow: false },
}
