import path from 'node:path'
import { defineConfig } from 'vite'

const at = (folder: string) => path.join(import.meta.dirname, folder)

/**
 * The server as few large files instead of thousands of small ones: a start spends most of its time on finding and reading
 * modules. Left outside is what loads compiled code, and what chooses at run time what it loads.
 */
export default defineConfig({
  root: at('src'),
  ssr: { noExternal: true, external: ['@node-rs/argon2', 'pg', 'pino', 'pdfkit', 'fontkit'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    sourcemap: true,
    emptyOutDir: false,
    rolldownOptions: {
      input: { 'server/cli': at('src/server/cli.ts'), 'server/processes/git-child': at('src/server/processes/git-child.ts'), 'server/demo/payment-sim/main': at('src/server/demo/payment-sim/main.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: 'server/parts/[name]-[hash].js' },
    },
  },
})
