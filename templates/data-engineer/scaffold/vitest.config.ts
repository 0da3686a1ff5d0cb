import { defineConfig } from 'vitest/config'

// The first test of a file opens a database; on a busy machine that takes some seconds.
export default defineConfig({ test: { testTimeout: 30_000 } })
