import type { Context as HonoContext, Hono } from 'hono'
import { type FormValues, textAt } from '#server/platform/http/html/form-values.ts'
import { errorsOf } from '#server/platform/http/html/words.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { ask, sentValues } from './ask.ts'
import { declinePage } from './decline-page.tsx'
import { type Again, firstLook, goTo, showPage, sorry } from './frame.tsx'
import { offerPage } from './offer-page.tsx'

const HERE = '/portal/applications/:id/offer'

/** Reading an offer, signing exactly what was read, or declining after being asked once more. */
export function offerRoutes(app: Hono, site: Site): void {
  app.get(HERE, (c) => showOffer(site, c, {}, firstLook))
  app.post(`${HERE}/acceptance`, (c) => accept(site, c))
  app.get(`${HERE}/decline`, (c) => showDecline(site, c, '', firstLook))
  app.post(`${HERE}/decline`, (c) => decline(site, c))
}

const load = (site: Site, c: HonoContext) => ask(site, c, site.operations.getPortalOffer, { params: { id: c.req.param('id') ?? '' } })
const toOffer = (c: HonoContext) => goTo(c, `/portal/applications/${c.req.param('id')}/offer`)

async function showOffer(site: Site, c: HonoContext, values: FormValues, again: Again): Promise<Response> {
  const found = await load(site, c)
  if (!found.ok) return sorry(c, found.problem)
  return showPage(c, offerPage({ email: await site.portalEmail(c), offer: found.answer, values, errors: again.errors }), again.status)
}

async function showDecline(site: Site, c: HonoContext, reason: string, again: Again): Promise<Response> {
  const found = await load(site, c)
  if (!found.ok) return sorry(c, found.problem)
  if (!found.answer.can_answer) return toOffer(c)
  return showPage(c, declinePage({ email: await site.portalEmail(c), offer: found.answer, reason, errors: again.errors }), again.status)
}

async function accept(site: Site, c: HonoContext): Promise<Response> {
  const found = await load(site, c)
  if (!found.ok) return sorry(c, found.problem)
  const values = await sentValues(c)
  // What was not ticked is sent as it is: the operation refuses it, with words for the field.
  const consent = (textAt(values, 'consent') === 'yes') as true
  const body = { typed_name: textAt(values, 'typed_name'), terms_sha256: textAt(values, 'terms_sha256'), consent }
  const done = await ask(site, c, site.operations.acceptOffer, { params: { id: found.answer.id }, body })
  return done.ok ? toOffer(c) : showOffer(site, c, values, { errors: errorsOf(done.problem), status: done.problem.status })
}

async function decline(site: Site, c: HonoContext): Promise<Response> {
  const found = await load(site, c)
  if (!found.ok) return sorry(c, found.problem)
  const reason = textAt(await sentValues(c), 'reason')
  const done = await ask(site, c, site.operations.declineOffer, { params: { id: found.answer.id }, body: { reason } })
  return done.ok ? toOffer(c) : showDecline(site, c, reason, { errors: errorsOf(done.problem), status: done.problem.status })
}
