import type { Context as HonoContext, Hono } from 'hono'
import { type FormValues, textAt } from '#server/platform/http/html/form-values.ts'
import { errorsOf } from '#server/platform/http/html/words.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { type Asked, ask, sentValues } from './ask.ts'
import { type Again, firstLook, goTo, showPage, sorry } from './frame.tsx'
import { offerPage } from './offer-page.tsx'

const HERE = '/portal/applications/:id/offer'

/** Reading an offer, signing exactly what was read, or declining. */
export function offerRoutes(app: Hono, site: Site): void {
  app.get(HERE, (c) => show(site, c, c.req.param('id'), {}, firstLook))
  app.post(`${HERE}/acceptance`, (c) => answer(site, c, c.req.param('id'), (id, values) => accept(site, c, id, values)))
  app.post(`${HERE}/decline`, (c) => answer(site, c, c.req.param('id'), (id, values) => ask(site, c, site.operations.declineOffer, { params: { id }, body: { reason: textAt(values, 'reason') } })))
}

const load = (site: Site, c: HonoContext, id: string) => ask(site, c, site.operations.getPortalOffer, { params: { id } })

async function show(site: Site, c: HonoContext, id: string, values: FormValues, again: Again): Promise<Response> {
  const found = await load(site, c, id)
  if (!found.ok) return sorry(c, found.problem)
  return showPage(c, offerPage({ email: await site.portalEmail(c), offer: found.answer, values, errors: again.errors }), again.status)
}

type Answering = (offerId: string, values: FormValues) => Promise<Asked<Site['operations']['acceptOffer']>>

async function answer(site: Site, c: HonoContext, id: string, give: Answering): Promise<Response> {
  const found = await load(site, c, id)
  if (!found.ok) return sorry(c, found.problem)
  const values = await sentValues(c)
  const given = await give(found.answer.id, values)
  if (given.ok) return goTo(c, `/portal/applications/${id}/offer`)
  return show(site, c, id, values, { errors: errorsOf(given.problem), status: given.problem.status })
}

function accept(site: Site, c: HonoContext, id: string, values: FormValues) {
  // What was not ticked is sent as it is: the operation refuses it, with words for the field.
  const consent = (textAt(values, 'consent') === 'yes') as true
  return ask(site, c, site.operations.acceptOffer, { params: { id }, body: { typed_name: textAt(values, 'typed_name'), terms_sha256: textAt(values, 'terms_sha256'), consent } })
}
