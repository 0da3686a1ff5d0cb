import type { Context as HonoContext, Hono } from 'hono'
import { textAt } from '#server/platform/http/html/form-values.ts'
import { errorsOf } from '#server/platform/http/html/words.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { ask, sentValues } from './ask.ts'
import { declinePayPage } from './decline-pay-page.tsx'
import { donatePayPage } from './donate-pay-page.tsx'
import { type Again, firstLook, goTo, showPage, sorry } from './frame.tsx'
import { payDetailsPage } from './pay-details-page.tsx'

const HERE = '/portal/applications/:id/payouts/:payout'

/** Saying where pay is to go, and giving it up or away after being asked once more. */
export function payRoutes(app: Hono, site: Site): void {
  app.get(`${HERE}/decline`, (c) => showDecline(site, c, firstLook))
  app.post(`${HERE}/decline`, (c) => decline(site, c))
  app.get(`${HERE}/donate`, (c) => showDonate(site, c, '', firstLook))
  app.post(`${HERE}/donate`, (c) => donate(site, c))
  app.get(`${HERE}/details`, (c) => showDetails(site, c, { country: '', url: null }, firstLook))
  app.post(`${HERE}/details`, (c) => giveDetails(site, c))
  app.get(`${HERE}/returned`, (c) => comeBack(site, c))
}

const placeOf = (c: HonoContext) => ({ id: c.req.param('id') ?? '', payout: c.req.param('payout') ?? '' })

async function findMine(site: Site, c: HonoContext) {
  const { id, payout } = placeOf(c)
  const found = await ask(site, c, site.operations.listPortalPayouts, { params: { id } })
  return found.ok ? { ok: true as const, mine: found.answer.items.find((p) => p.id === payout), charities: found.answer.charities } : found
}

async function showDecline(site: Site, c: HonoContext, again: Again): Promise<Response> {
  const { id } = placeOf(c)
  const found = await findMine(site, c)
  if (!found.ok) return sorry(c, found.problem)
  const { mine } = found
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

async function showDonate(site: Site, c: HonoContext, chosen: string, again: Again): Promise<Response> {
  const { id } = placeOf(c)
  const found = await findMine(site, c)
  if (!found.ok) return sorry(c, found.problem)
  const { mine, charities } = found
  if (!mine?.can_donate || charities.length === 0) return goTo(c, `/portal/applications/${id}`)
  return showPage(c, donatePayPage({ email: await site.portalEmail(c), applicationId: id, payout: mine, charities, chosen, errors: again.errors }), again.status)
}

async function donate(site: Site, c: HonoContext): Promise<Response> {
  const { id } = placeOf(c)
  const charity = textAt(await sentValues(c), 'charity')
  const done = await ask(site, c, site.operations.donatePayout, { params: placeOf(c), body: { charity } })
  if (done.ok) return goTo(c, `/portal/applications/${id}`)
  if (done.problem.status === 401) return sorry(c, done.problem)
  return showDonate(site, c, charity, { errors: errorsOf(done.problem), status: done.problem.status })
}

async function showDetails(site: Site, c: HonoContext, o: { country: string; url: string | null }, again: Again): Promise<Response> {
  const { id } = placeOf(c)
  const found = await findMine(site, c)
  if (!found.ok) return sorry(c, found.problem)
  if (!found.mine?.can_give_details) return goTo(c, `/portal/applications/${id}`)
  return showPage(c, payDetailsPage({ email: await site.portalEmail(c), applicationId: id, payout: found.mine, ...o, errors: again.errors }), again.status)
}

/** A link and no redirect: a form of ours leads nowhere but to us. */
async function giveDetails(site: Site, c: HonoContext): Promise<Response> {
  const country = textAt(await sentValues(c), 'country')
  const made = await ask(site, c, site.operations.givePayoutDetails, { params: placeOf(c), body: { country } })
  if (made.ok) return showDetails(site, c, { country, url: made.answer.url }, firstLook)
  if (made.problem.status === 401) return sorry(c, made.problem)
  return showDetails(site, c, { country, url: null }, { errors: errorsOf(made.problem), status: made.problem.status })
}

/** From the provider's pages. What it can't be asked now, its webhook or the next visit tells. */
async function comeBack(site: Site, c: HonoContext): Promise<Response> {
  const done = await ask(site, c, site.operations.checkPayoutDetails, { params: placeOf(c) })
  if (!done.ok && done.problem.status === 401) return sorry(c, done.problem)
  return goTo(c, `/portal/applications/${placeOf(c).id}`)
}
