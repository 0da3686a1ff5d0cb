import type { Context as HonoContext, Hono } from 'hono'
import { textAt } from '#server/platform/http/html/form-values.ts'
import { errorsOf } from '#server/platform/http/html/words.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { applicationPage } from './application-page.tsx'
import { ask, sentValues } from './ask.ts'
import { type Again, firstLook, goTo, showPage, sorry } from './frame.tsx'
import { portalListPage } from './portal-page.tsx'
import { withdrawPage } from './withdraw-page.tsx'

export function applicationRoutes(app: Hono, site: Site): void {
  app.get('/portal', async (c) => {
    const found = await ask(site, c, site.operations.getPortal)
    return found.ok ? showPage(c, portalListPage(found.answer)) : sorry(c, found.problem)
  })
  app.get('/portal/applications/:id', (c) => showApplication(site, c, c.req.param('id')))
  app.get('/portal/applications/:id/withdraw', (c) => showWithdraw(site, c, c.req.param('id'), '', firstLook))
  app.post('/portal/applications/:id/withdraw', (c) => withdraw(site, c, c.req.param('id')))
}

async function showApplication(site: Site, c: HonoContext, id: string): Promise<Response> {
  const found = await ask(site, c, site.operations.getPortalApplication, { params: { id } })
  if (!found.ok) return sorry(c, found.problem)
  const payouts = await ask(site, c, site.operations.listPortalPayouts, { params: { id } })
  const feedback = await ask(site, c, site.operations.getPortalFeedback, { params: { id } })
  const mails = await ask(site, c, site.operations.listPortalMail, { params: { id } })
  // The time line is worth showing even while one of the lists beside it can't be read.
  return showPage(
    c,
    applicationPage({
      email: await site.portalEmail(c),
      application: found.answer,
      payouts: payouts.ok ? payouts.answer.items : [],
      charities: payouts.ok ? payouts.answer.charities : [],
      feedback: feedback.ok ? feedback.answer : null,
      mails: mails.ok ? mails.answer.items : [],
    }),
  )
}

async function showWithdraw(site: Site, c: HonoContext, id: string, reason: string, again: Again): Promise<Response> {
  const found = await ask(site, c, site.operations.getPortalApplication, { params: { id } })
  if (!found.ok) return sorry(c, found.problem)
  if (!found.answer.can_withdraw) return goTo(c, `/portal/applications/${id}`)
  return showPage(c, withdrawPage({ email: await site.portalEmail(c), application: found.answer, reason, errors: again.errors }), again.status)
}

async function withdraw(site: Site, c: HonoContext, id: string): Promise<Response> {
  const reason = textAt(await sentValues(c), 'reason')
  const done = await ask(site, c, site.operations.withdraw, { params: { id }, body: { reason } })
  if (done.ok) return goTo(c, `/portal/applications/${id}`)
  if (done.problem.status === 401) return sorry(c, done.problem)
  return showWithdraw(site, c, id, reason, { errors: errorsOf(done.problem), status: done.problem.status })
}
