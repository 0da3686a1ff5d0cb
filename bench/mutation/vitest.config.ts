import path from 'node:path'
import { mergeConfig } from 'vitest/config'
import { usual } from '../../vitest.config.ts'
import { CheapestFirst } from './cheapest-first.ts'
import { setUpFails } from './set-up-fails.ts'
import { warmPool } from './warm-pool.ts'

const here = (file: string) => path.join(import.meta.dirname, file)

/** The usual tests, of the part that is tried, by a worker that stays warm, on a PostgreSQL that is there already. */
const own = mergeConfig(usual, {
  plugins: [warmPool()],
  test: {
    isolate: false,
    reporters: [setUpFails],
    sequence: { sequencer: CheapestFirst },
    setupFiles: [here('who-covers.ts')],
    // Tried with every mutant, so in their smallest size; draws are the same for each.
    env: { PAIN_FILES: '50', INTERLEAVINGS: '3', INTERLEAVINGS_SEED: '1' },
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})

export default { ...own, test: { ...own.test, root: path.resolve(import.meta.dirname, '../..'), include: JSON.parse(process.env['MUTATION_TESTS'] ?? '[]'), globalSetup: [here('postgres.ts')] } }
