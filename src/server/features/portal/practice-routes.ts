import type { Context as HonoContext, Hono } from 'hono'
import type { Problem } from '#contract/problems.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { ask } from './ask.ts'
import { refusalOf, showPage, sorry } from './frame.tsx'
import { type PracticePage, practicePage } from './practice-page.tsx'

const HERE = '/portal/applications/:id/assignment/practice'

/** Trying git before the start. The page of the token is at the address of the page itself, so that it stays fresh alike. */
export function practiceRoutes(app: Hono, site: Site): void {
  app.get(HERE, (c) => show(site, c, c.req.param('id')))
  app.post(HERE, (c) => open(site, c, c.req.param('id')))
}

async function open(site: Site, c: HonoContext, applicationId: string): Promise<Response> {
  const found = await ask(site, c, site.operations.getPortalAssignment, { params: { id: applicationId } })
  if (!found.ok) return sorry(c, found.problem)
  const opened = await ask(site, c, site.operations.openPractice, { params: { id: found.answer.id } })
  return opened.ok ? show(site, c, applicationId, { token: opened.answer }) : show(site, c, applicationId, {}, opened.problem)
}

async function show(site: Site, c: HonoContext, applicationId: string, more: Pick<PracticePage, 'token'> = {}, problem?: Problem): Promise<Response> {
  const found = await ask(site, c, site.operations.getPortalAssignment, { params: { id: applicationId } })
  if (!found.ok) return sorry(c, found.problem)
  const practice = await ask(site, c, site.operations.getPractice, { params: { id: found.answer.id } })
  if (!practice.ok) return sorry(c, practice.problem)
  return showPage(c, practicePage({ email: await site.portalEmail(c), applicationId, practice: practice.answer, refused: refusalOf(problem), ...more }), problem?.status)
}
