import { defineConfig } from 'vitest/config'
import { serveApi } from './api/serve.ts'

export default defineConfig({
  plugins: [serveApi()],
  server: { port: 8080 },
  test: { environment: 'jsdom', setupFiles: './test/setup.ts', testTimeout: 15_000 },
})
