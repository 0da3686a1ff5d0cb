import { defineConfig } from 'vitest/config'
import { usual } from '../../vitest.config.ts'

export default defineConfig({ ...usual, root: new URL('../..', import.meta.url).pathname, test: { ...usual.test, include: ['bench/reading/run.ts'], testTimeout: 600_000 } })
