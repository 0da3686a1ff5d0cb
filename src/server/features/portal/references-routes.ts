import type { Context as HonoContext, Hono } from 'hono'
import { type FormValues, textAt } from '#server/platform/http/html/form-values.ts'
import { errorsOf } from '#server/platform/http/html/words.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { type Answered, ask, sentValues } from './ask.ts'
import { type Again, firstLook, goTo, showPage, sorry } from './frame.tsx'
import { referencesPage } from './references-page.tsx'

const HERE = '/portal/applications/:id/references'

export function referencesRoutes(app: Hono, site: Site): void {
  app.get(HERE, (c) => show(site, c, c.req.param('id'), {}, firstLook))
  app.post(HERE, (c) => name(site, c, c.req.param('id')))
}

const load = (site: Site, c: HonoContext, id: string) => ask(site, c, site.operations.getPortalReferences, { params: { id } })

async function show(site: Site, c: HonoContext, id: string, values: FormValues, again: Again): Promise<Response> {
  const found = await load(site, c, id)
  if (!found.ok) return sorry(c, found.problem)
  return showPage(c, referencesPage({ email: await site.portalEmail(c), applicationId: id, references: found.answer, values, errors: again.errors }), again.status)
}

async function name(site: Site, c: HonoContext, id: string): Promise<Response> {
  const found = await load(site, c, id)
  if (!found.ok) return sorry(c, found.problem)
  const values = await sentValues(c)
  const named = await ask(site, c, site.operations.nameReferees, { params: { id }, body: { referees: drafts(values, found.answer) } })
  if (named.ok) return goTo(c, `/portal/applications/${id}/references`)
  return show(site, c, id, values, { errors: errorsOf(named.problem), status: named.problem.status })
}

/** As many as were asked for; the operation says what is wrong with what was typed. */
function drafts(values: FormValues, { wanted }: Answered<Site['operations']['getPortalReferences']>) {
  return Array.from({ length: wanted }, (_, i) => {
    const typed = (field: string) => textAt(values, `referees.${i}.${field}`)
    return { name: typed('name'), email: typed('email'), relationship: relationshipOf(typed('relationship')), note: typed('note') }
  })
}

type Relationship = 'shipped_with' | 'managed' | 'other'

/** What is none of these is sent as it is, so that the answer says it is missing. */
function relationshipOf(text: string): Relationship {
  return text as Relationship
}
