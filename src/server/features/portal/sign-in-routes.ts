import type { Context as HonoContext, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { type FormValues, textAt } from '#server/platform/http/html/form-values.ts'
import { errorsOf } from '#server/platform/http/html/words.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { ask, safeNext, sentValues } from './ask.ts'
import { goTo, showPage, sorry } from './frame.tsx'
import { type SignInPage, codeAddress, codePage, signInPage } from './sign-in-page.tsx'

/** Remembers through the mail where somebody wanted to go. */
const NEXT = 'hw_next'

/** Signing in without a password: ask for a mail, type its code. Nothing is used up by looking at a page. */
export function signInRoutes(app: Hono, site: Site): void {
  app.get('/sign-in', (c) => showPage(c, signInPage({ ...fromQuery(c), errors: {} })))
  app.post('/sign-in', (c) => sendLink(site, c))
  app.get('/sign-in/code', (c) => showPage(c, codePage({ ...fromQuery(c), sent: c.req.query('sent') === 'yes', errors: {} })))
  app.post('/sign-in/code', (c) => redeemCode(site, c))
  app.post('/portal/sign-out', async (c) => {
    const ended = await ask(site, c, site.operations.signOut)
    return ended.ok ? goTo(c, '/sign-in') : sorry(c, ended.problem)
  })
}

type Facts = Omit<SignInPage, 'errors'>

function fromQuery(c: HonoContext): Facts {
  const next = c.req.query('next') ?? getCookie(c, NEXT)
  return { email: c.req.query('email') ?? '', audience: audienceOf(c.req.query('audience')), next: safeNext(next) }
}

function fromForm(values: FormValues): Facts {
  // The form inside the sign-in page has names of its own, so that no two fields share an id.
  const either = (name: string) => textAt(values, name) || textAt(values, `link-${name}`)
  return { email: either('email'), audience: audienceOf(textAt(values, 'audience')), next: safeNext(textAt(values, 'next')) }
}

const audienceOf = (text: string | undefined) => (text === 'team' ? 'team' : 'portal')

async function sendLink(site: Site, c: HonoContext): Promise<Response> {
  const facts = fromForm(await sentValues(c))
  const sent = await ask(site, c, site.operations.requestSignInLink, { body: { email: facts.email, audience: facts.audience } })
  if (!sent.ok) return showPage(c, signInPage({ ...facts, errors: errorsOf(sent.problem) }), sent.problem.status)
  if (facts.next) setCookie(c, NEXT, facts.next, { path: '/sign-in', httpOnly: true, sameSite: 'Lax', secure: site.config.publicUrl.startsWith('https:'), maxAge: 600 })
  return goTo(c, codeAddress({ ...facts, email: facts.email.trim().toLowerCase(), sent: true }))
}

async function redeemCode(site: Site, c: HonoContext): Promise<Response> {
  const values = await sentValues(c)
  const facts = fromForm(values)
  const code = (textAt(values, 'code') || textAt(values, 'link-code')).replaceAll(/[\s-]/g, '')
  const redeemed = await ask(site, c, site.operations.redeemSignInLink, { body: { email: facts.email, code } })
  if (!redeemed.ok) return showPage(c, codePage({ ...facts, sent: false, errors: errorsOf(redeemed.problem) }), redeemed.problem.status)
  return goTo(c, facts.next ?? (redeemed.answer.audience === 'team' ? '/app/' : '/portal'))
}
