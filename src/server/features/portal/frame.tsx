import type { Context as HonoContext } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem } from '#contract/problems.ts'
import { messagePage, page } from '#server/platform/http/html/layout.tsx'
import { Time } from '#server/platform/http/html/parts.tsx'
import { type FieldErrors, formatInstant } from '#server/platform/http/html/words.ts'

/** How a page looks the next time it is shown: after a try that failed, with what has to be corrected. */
export interface Again {
  errors: FieldErrors
  status: number
}
export const firstLook: Again = { errors: {}, status: 200 }

export interface PortalPage {
  title: string
  email: string | null
  organization?: { name: string; slug: string }
  /** The application the page belongs to; a link leads back to it. */
  applicationId?: string
  errors?: FieldErrors
  head?: Child
  children: Child
}

/** A page of a candidate: private, with the way back to the application. */
export function portalPage(p: PortalPage): string {
  const failed = Object.keys(p.errors ?? {}).length > 0
  return page({
    title: `${failed ? 'To correct: ' : ''}${p.title}`,
    organization: p.organization,
    signedInAs: p.email,
    privatePage: true,
    head: p.head,
    children: (
      <>
        {p.applicationId ? (
          <p class="eyebrow">
            <a href={`/portal/applications/${p.applicationId}`}>Back to your application</a>
          </p>
        ) : null}
        {p.children}
      </>
    ),
  })
}

/** Answers with a page. */
export function showPage(c: HonoContext, html: string, status = 200): Response {
  // Statuses of problems and pages all carry a body.
  return c.html(html, status as ContentfulStatusCode) as Response
}

/** Goes on to a page after a form did its work. */
export function goTo(c: HonoContext, path: string): Response {
  return c.redirect(path, 303)
}

/** A problem as a page in words; who is not signed in goes to sign in and comes back. */
export function sorry(c: HonoContext, problem: Problem): Response {
  if (problem.status === 401) return goTo(c, `/sign-in?next=${encodeURIComponent(pageOf(c))}`)
  const title = problem.status === 404 ? 'There is nothing here for you' : 'That did not work'
  const link = c.req.path.startsWith('/portal') ? { label: 'To your applications', href: '/portal' } : undefined
  return showPage(c, messagePage({ title, text: problem.detail, link, requestId: problem.request_id }), problem.status)
}

/** Forms are posted below the page they stand on; only a page can be come back to. */
function pageOf(c: HonoContext): string {
  if (c.req.method === 'GET') return c.req.path
  return /^\/portal\/applications\/[^/]+/.exec(c.req.path)?.[0] ?? '/portal'
}

/** What was refused, as one sentence over a page whose fields are too few to point at. */
export function refusalOf(problem: Problem | undefined): string | undefined {
  const fields = problem?.fields ?? []
  return fields.length > 0 ? `${fields.map((f) => f.message).join('. ')}.` : problem?.detail
}

/** A moment in the reader's zone with UTC beside it, for everything that ends a right. */
export function Deadline({ at }: { at: string }) {
  return (
    <>
      <Time at={at} /> <span class="soft small">({formatInstant(at)})</span>
    </>
  )
}
