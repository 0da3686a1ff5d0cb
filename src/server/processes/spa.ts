import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Hono } from 'hono'
import { packageRoot } from '#server/lib/package-root.ts'

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.json': 'application/json',
}

/** The team's application: built files for ever, and its one page for every address below `/app`. */
export function spa(app: Hono) {
  const dir = path.join(packageRoot, 'dist/web')
  app.get('/app/assets/:file', async (c) => {
    const name = path.basename(c.req.param('file'))
    const type = TYPES[path.extname(name)]
    const bytes = type ? await readFile(path.join(dir, 'assets', name)).catch(() => null) : null
    if (!bytes || !type) return c.text('There is nothing at this address.', 404)
    // Names carry a hash of the content.
    c.header('cache-control', 'public, max-age=31536000, immutable')
    return c.body(new Uint8Array(bytes), 200, { 'content-type': type })
  })
  const index = path.join(dir, 'index.html')
  let page: string | null = null
  app.get('/app/*', (c) => {
    if (page === null && existsSync(index)) page = readFileSync(index, 'utf8')
    if (page === null) return c.text('The team’s application is not built. Run npm run build.', 503)
    return c.html(page.replaceAll('__CSP_NONCE__', c.get('nonce' as never) as string))
  })
  app.get('/app', (c) => c.redirect('/app/'))
}
