import type { Context as HonoContext, Hono } from 'hono'
import type { Problem } from '#contract/problems.ts'
import { type FormValues, textAt } from '#server/platform/http/html/form-values.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { ask, sentValues } from './ask.ts'
import { goTo, refusalOf, showPage, sorry } from './frame.tsx'
import { refereePage } from './referee-page.tsx'

/** The page of a referee; the link is its own key. */
export function refereeRoutes(app: Hono, site: Site): void {
  app.get('/referee/:token', (c) => show(site, c, c.req.param('token'), {}))
  app.post('/referee/:token', (c) => book(site, c, c.req.param('token')))
}

async function show(site: Site, c: HonoContext, token: string, values: FormValues, problem?: Problem): Promise<Response> {
  const found = await ask(site, c, site.operations.getRefereePage, { params: { token } })
  if (!found.ok) return sorry(c, found.problem)
  const html = refereePage({ token, referee: found.answer, zone: textAt(values, 'time_zone') || null, phone: textAt(values, 'phone'), refused: refusalOf(problem) })
  return showPage(c, html, problem?.status)
}

async function book(site: Site, c: HonoContext, token: string): Promise<Response> {
  const values = await sentValues(c)
  const slot = textAt(values, 'slot_id')
  if (!slot) return show(site, c, token, values)
  const body = { slot_id: slot, time_zone: textAt(values, 'time_zone') || 'UTC', phone: textAt(values, 'phone') }
  const booked = await ask(site, c, site.operations.bookReferenceCall, { params: { token }, body })
  return booked.ok ? goTo(c, `/referee/${encodeURIComponent(token)}`) : show(site, c, token, values, booked.problem)
}
