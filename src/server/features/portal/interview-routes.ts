import type { Context as HonoContext, Hono } from 'hono'
import type { Problem } from '#contract/problems.ts'
import { textAt } from '#server/platform/http/html/form-values.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { ask, sentValues } from './ask.ts'
import { goTo, refusalOf, showPage, sorry } from './frame.tsx'
import { interviewPage } from './interview-page.tsx'

const HERE = '/portal/applications/:id/interviews/:stage'

interface Where {
  id: string
  stage: string
}

/** Booking an interview, moving it, cancelling it. */
export function interviewRoutes(app: Hono, site: Site): void {
  app.get(HERE, (c) => show(site, c, c.req.param(), {}))
  app.post(HERE, (c) => book(site, c, c.req.param()))
  app.post(`${HERE}/cancellation`, (c) => cancel(site, c, c.req.param()))
}

const load = (site: Site, c: HonoContext, where: Where) => ask(site, c, site.operations.getPortalInterview, { params: where })

async function show(site: Site, c: HonoContext, where: Where, o: { zone?: string; problem?: Problem }): Promise<Response> {
  const found = await load(site, c, where)
  if (!found.ok) return sorry(c, found.problem)
  const html = interviewPage({ email: await site.portalEmail(c), interview: found.answer, stage: where.stage, zone: o.zone || null, refused: refusalOf(o.problem) })
  return showPage(c, html, o.problem?.status)
}

async function book(site: Site, c: HonoContext, where: Where): Promise<Response> {
  const values = await sentValues(c)
  const [zone, slot] = [textAt(values, 'time_zone'), textAt(values, 'slot_id')]
  if (!slot) return show(site, c, where, { zone })
  const found = await load(site, c, where)
  if (!found.ok) return sorry(c, found.problem)
  const booked = await ask(site, c, site.operations.bookInterview, { params: { id: found.answer.id }, body: { slot_id: slot, time_zone: zone || 'UTC' } })
  return booked.ok ? goTo(c, addressOf(where)) : show(site, c, where, { zone, problem: booked.problem })
}

async function cancel(site: Site, c: HonoContext, where: Where): Promise<Response> {
  const found = await load(site, c, where)
  if (!found.ok) return sorry(c, found.problem)
  const cancelled = await ask(site, c, site.operations.cancelInterview, { params: { id: found.answer.id } })
  return cancelled.ok ? goTo(c, addressOf(where)) : show(site, c, where, { problem: cancelled.problem })
}

function addressOf(where: Where): string {
  return `/portal/applications/${encodeURIComponent(where.id)}/interviews/${encodeURIComponent(where.stage)}`
}
