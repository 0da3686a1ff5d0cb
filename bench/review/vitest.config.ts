import { defineConfig } from 'vitest/config'
import { usual } from '../../vitest.config.ts'

export default defineConfig({ ...usual, root: new URL('../..', import.meta.url).pathname, test: { ...usual.test, include: ['bench/review/run.ts'], testTimeout: 1_800_000 } })
