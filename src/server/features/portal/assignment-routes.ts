import type { Context as HonoContext, Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import type { Accommodation } from '#contract/accommodations.ts'
import type { PortalAssignment } from '#contract/assignments.ts'
import type { Operation } from '#contract/operation.ts'
import type { Problem } from '#contract/problems.ts'
import { textAt } from '#server/platform/http/html/form-values.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { type Asked, ask, sentValues } from './ask.ts'
import { type AssignmentPage, offeredPage } from './assignment-page.tsx'
import { clockPage } from './clock-page.tsx'
import { goTo, refusalOf, showPage, sorry } from './frame.tsx'
import { receiptPage, tokenPage } from './receipt-page.tsx'
import { uploadedPage } from './uploaded-page.tsx'

const HERE = '/portal/applications/:id/assignment'

/** The take-home: read, start, push, hand in, keep the receipt. */
export function assignmentRoutes(app: Hono, site: Site): void {
  const { startAssignment, submitNow, undoSubmission, planStart, askAccommodation, withdrawAccommodation } = site.operations
  app.get(HERE, (c) => show(site, c, c.req.param('id')))
  app.post(`${HERE}/start`, (c) => act(site, c, c.req.param('id'), async (id) => ask(site, c, startAssignment, { params: { id }, body: await accountOf(c) })))
  app.post(`${HERE}/submission`, (c) => act(site, c, c.req.param('id'), (id) => ask(site, c, submitNow, { params: { id } })))
  app.post(`${HERE}/undo`, (c) => act(site, c, c.req.param('id'), (id) => ask(site, c, undoSubmission, { params: { id } })))
  app.post(`${HERE}/:assignment/upload`, (c) => upload(site, c, c.req.param('id'), c.req.param('assignment')))
  app.get(`${HERE}/uploads/:seq`, (c) => showUpload(site, c, c.req.param('id'), Number(c.req.param('seq'))))
  app.post(`${HERE}/planned-start`, (c) => act(site, c, c.req.param('id'), async (id) => ask(site, c, planStart, { params: { id }, body: { at: await plannedMoment(c) } })))
  app.post(`${HERE}/planned-start/clear`, (c) => act(site, c, c.req.param('id'), (id) => ask(site, c, planStart, { params: { id }, body: { at: null } })))
  app.post(`${HERE}/accommodation`, (c) => act(site, c, c.req.param('id'), async (id) => ask(site, c, askAccommodation, { params: { id }, body: { text: textAt(await sentValues(c), 'text') } })))
  app.post(`${HERE}/accommodation/withdraw`, (c) => act(site, c, c.req.param('id'), (id) => ask(site, c, withdrawAccommodation, { params: { id } })))
  app.post(`${HERE}/git-token`, (c) => showToken(site, c, c.req.param('id')))
}

/** Asked for only where the repository is somebody else's. */
async function accountOf(c: HonoContext): Promise<{ provider_login?: string }> {
  const { provider_login: login } = await sentValues(c)
  return typeof login === 'string' && login !== '' ? { provider_login: login } : {}
}

/** What was typed on a calendar and a clock, in the zone that was chosen. */
async function plannedMoment(c: HonoContext): Promise<string> {
  const values = await sentValues(c)
  const [at, zone] = [textAt(values, 'at'), textAt(values, 'time_zone') || 'UTC']
  try {
    return Temporal.PlainDateTime.from(at).toZonedDateTime(zone).toInstant().toString()
  } catch {
    // The operation refuses it in words that name the field.
    return at
  }
}

const load = (site: Site, c: HonoContext, id: string) => ask(site, c, site.operations.getPortalAssignment, { params: { id } })

async function show(site: Site, c: HonoContext, id: string, problem?: Problem): Promise<Response> {
  const found = await load(site, c, id)
  if (!found.ok) return sorry(c, found.problem)
  const page = { email: await site.portalEmail(c), assignment: found.answer, accommodation: await asked(site, c, found.answer), refused: refusalOf(problem) }
  return showPage(c, pageFor(page), problem?.status)
}

async function asked(site: Site, c: HonoContext, a: PortalAssignment): Promise<Accommodation | null> {
  if (a.started_at) return null
  const found = await ask(site, c, site.operations.getPortalAccommodation, { params: { id: a.id } })
  return found.ok ? found.answer : null
}

function pageFor(p: AssignmentPage): string {
  const { receipt, started_at } = p.assignment
  if (receipt) return receiptPage({ ...p, receipt })
  return started_at ? clockPage(p) : offeredPage(p)
}

/** Acts on the take-home of an application, then shows its page anew; a refusal stands on top of the page. */
async function act(site: Site, c: HonoContext, applicationId: string, go: (id: string) => Promise<Asked<Operation>>): Promise<Response> {
  const found = await load(site, c, applicationId)
  if (!found.ok) return sorry(c, found.problem)
  const done = await go(found.answer.id)
  return done.ok ? goTo(c, `/portal/applications/${applicationId}/assignment`) : show(site, c, applicationId, done.problem)
}

/** The body goes on as it comes in: nothing is asked before that would let its first byte wait. */
async function upload(site: Site, c: HonoContext, applicationId: string, id: string): Promise<Response> {
  const sent = await ask(site, c, site.operations.uploadWork, { params: { id } }, 'stream')
  return sent.ok ? goTo(c, `/portal/applications/${applicationId}/assignment/uploads/${sent.answer.seq}`) : show(site, c, applicationId, sent.problem)
}

async function showUpload(site: Site, c: HonoContext, applicationId: string, seq: number): Promise<Response> {
  const found = await load(site, c, applicationId)
  if (!found.ok) return sorry(c, found.problem)
  const push = found.answer.pushes.find((p) => p.seq === seq && p.by === 'upload')
  if (!push) return goTo(c, `/portal/applications/${applicationId}/assignment`)
  return showPage(c, uploadedPage({ email: await site.portalEmail(c), assignment: found.answer, push }))
}

async function showToken(site: Site, c: HonoContext, applicationId: string): Promise<Response> {
  const found = await load(site, c, applicationId)
  if (!found.ok) return sorry(c, found.problem)
  const made = await ask(site, c, site.operations.createGitToken, { params: { id: found.answer.id } })
  if (!made.ok) return show(site, c, applicationId, made.problem)
  return showPage(c, tokenPage({ email: await site.portalEmail(c), applicationId, token: made.answer }))
}
