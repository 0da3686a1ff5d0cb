import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { siteJs } from './enhance.js.ts'
import { siteCss } from './styles.css.ts'

const assets = {
  'site.css': { text: siteCss, type: 'text/css; charset=utf-8' },
  'site.js': { text: siteJs, type: 'text/javascript; charset=utf-8' },
} as const

type AssetName = keyof typeof assets

const version = (name: AssetName) => createHash('sha256').update(assets[name].text).digest('hex').slice(0, 12)
const versions = { 'site.css': version('site.css'), 'site.js': version('site.js') }

/** Where a page finds the asset. The address changes with the content, so a browser may keep it for ever. */
export function assetUrl(name: AssetName): string {
  return `/assets/${name}?v=${versions[name]}`
}

/** Serves the sheet and the script of server-rendered pages. */
export function serveSiteAssets(app: Hono): void {
  for (const name of Object.keys(assets) as AssetName[]) {
    app.get(`/assets/${name}`, (c) => {
      const current = c.req.query('v') === versions[name]
      return c.body(assets[name].text, 200, {
        'content-type': assets[name].type,
        'cache-control': current ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
      })
    })
  }
}
