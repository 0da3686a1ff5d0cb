import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

/** How every test runs, those under bench/ as well. */
export const usual = {
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // What one test hands in is not run a second time by all others; those of the checks switch them on.
    env: { CHECKS: 'off' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    // On two cores: the longest tests kill and start programs, and are asleep for a third of their time.
    maxWorkers: 3,
  },
} satisfies ViteUserConfig

/** Each puts a module of its own in another's place, and so has to load all of them itself. */
const OWN_MODULES = ['test/twin/twin.test.ts', 'src/server/features/reviews/guards.test.ts']
const COMMANDS = 'test/commands/**/*.test.ts'

// One PostgreSQL for all: the projects have none of their own.
const { globalSetup, ...each } = usual.test

export default defineConfig({
  test: {
    globalSetup,
    sequence: each.sequence,
    projects: [
      // Loading the program takes longer than most tests, so a worker does it once.
      { ...usual, test: { ...each, name: 'shared', isolate: false, include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...OWN_MODULES, COMMANDS] } },
      { ...usual, test: { ...each, name: 'own modules', include: OWN_MODULES } },
      { ...usual, test: { ...each, name: 'commands', include: [COMMANDS] } },
    ],
  },
})
