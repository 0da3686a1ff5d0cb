import type { Context as HonoContext, Hono } from 'hono'
import { textAt } from '#server/platform/http/html/form-values.ts'
import { errorsOf } from '#server/platform/http/html/words.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { ask, sentValues } from './ask.ts'
import { feedbackPage } from './feedback-page.tsx'
import { type Again, firstLook, goTo, showPage, sorry } from './frame.tsx'

export function feedbackRoutes(app: Hono, site: Site): void {
  app.get('/portal/applications/:id/feedback', (c) => showFeedback(site, c, c.req.param('id'), firstLook))
  app.post('/portal/applications/:id/feedback', (c) => setZone(site, c, c.req.param('id')))
}

async function showFeedback(site: Site, c: HonoContext, id: string, again: Again): Promise<Response> {
  const application = await ask(site, c, site.operations.getPortalApplication, { params: { id } })
  if (!application.ok) return sorry(c, application.problem)
  const feedback = await ask(site, c, site.operations.getPortalFeedback, { params: { id } })
  if (!feedback.ok) return sorry(c, feedback.problem)
  return showPage(c, feedbackPage({ email: await site.portalEmail(c), application: application.answer, feedback: feedback.answer, saved: c.req.query('saved') !== undefined, errors: again.errors }), again.status)
}

async function setZone(site: Site, c: HonoContext, id: string): Promise<Response> {
  const time_zone = textAt(await sentValues(c), 'time_zone')
  const done = await ask(site, c, site.operations.setPortalTimeZone, { params: { id }, body: { time_zone } })
  if (done.ok) return goTo(c, `/portal/applications/${id}/feedback?saved`)
  if (done.problem.status === 401) return sorry(c, done.problem)
  return showFeedback(site, c, id, { errors: errorsOf(done.problem), status: done.problem.status })
}
