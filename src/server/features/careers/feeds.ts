import { Hono } from 'hono'
import type { Site } from '#server/platform/http/page-site.ts'

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const urlset = (urls: string[]) => `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.map((u) => `<url><loc>${xml(u)}</loc></url>`).join('\n')}\n</urlset>\n`
const XML = { 'content-type': 'application/xml; charset=utf-8' }

/** What search engines ask for. Which organizations live on a server is said by none of these. */
export function feeds(site: Site): Hono {
  const { publicUrl } = site.config
  const app = new Hono()
  app.get('/robots.txt', (c) => c.text(`User-agent: *\nDisallow: /app\nDisallow: /api/\nDisallow: /portal\nDisallow: /referee\nSitemap: ${publicUrl}/sitemap.xml\n`))
  app.get('/sitemap.xml', async (c) => {
    const found = await site.call(c, site.operations.listGallery, { params: {}, query: {}, body: {} })
    const templates = found.ok ? found.answer.items.map((t) => `${publicUrl}/templates/${t.slug}`) : []
    return c.body(urlset([`${publicUrl}/`, `${publicUrl}/templates`, ...templates]), 200, XML)
  })
  app.get('/careers/:org/sitemap.xml', async (c) => {
    const { org } = c.req.param()
    const found = await site.call(c, site.operations.getCareers, { params: { org }, query: {}, body: {} })
    if (!found.ok) return c.text('Not found', 404)
    const here = `${publicUrl}/careers/${org}`
    return c.body(urlset([here, ...found.answer.jobs.map((j) => `${here}/${j.slug}`)]), 200, XML)
  })
  return app
}
