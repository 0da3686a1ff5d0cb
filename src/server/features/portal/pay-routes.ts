import type { Context as HonoContext, Hono } from 'hono'
import { errorsOf } from '#server/platform/http/html/words.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { ask } from './ask.ts'
import { declinePayPage } from './decline-pay-page.tsx'
import { type Again, firstLook, goTo, showPage, sorry } from './frame.tsx'

const HERE = '/portal/applications/:id/payouts/:payout/decline'

/** Giving up pay, after being asked once more. */
export function payRoutes(app: Hono, site: Site): void {
  app.get(HERE, (c) => showDecline(site, c, firstLook))
  app.post(HERE, (c) => decline(site, c))
}

const placeOf = (c: HonoContext) => ({ id: c.req.param('id') ?? '', payout: c.req.param('payout') ?? '' })

async function showDecline(site: Site, c: HonoContext, again: Again): Promise<Response> {
  const { id, payout } = placeOf(c)
  const found = await ask(site, c, site.operations.listPortalPayouts, { params: { id } })
  if (!found.ok) return sorry(c, found.problem)
  const mine = found.answer.items.find((p) => p.id === payout)
  if (!mine?.can_decline) return goTo(c, `/portal/applications/${id}`)
  return showPage(c, declinePayPage({ email: await site.portalEmail(c), applicationId: id, payout: mine, errors: again.errors }), again.status)
}

async function decline(site: Site, c: HonoContext): Promise<Response> {
  const { id } = placeOf(c)
  const done = await ask(site, c, site.operations.declinePayout, { params: placeOf(c) })
  if (done.ok) return goTo(c, `/portal/applications/${id}`)
  if (done.problem.status === 401) return sorry(c, done.problem)
  return showDecline(site, c, { errors: errorsOf(done.problem), status: done.problem.status })
}
