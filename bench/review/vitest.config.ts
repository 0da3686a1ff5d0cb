import { defineConfig } from 'vitest/config'
import tests from '../../vitest.config.ts'

export default defineConfig({ ...tests, root: new URL('../..', import.meta.url).pathname, test: { ...tests.test, include: ['bench/review/run.ts'], testTimeout: 1_800_000 } })
