import { randomUUID } from 'node:crypto'
import type { Context as HonoContext } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Audience } from '#contract/operation.ts'
import type { Context } from '../context.ts'
import { Refusal } from '../errors.ts'
import type { RequestContext } from '../feature.ts'
import type { Principal } from '../principal.ts'

/** What a request shows of itself; the sign-in code makes a principal of it. */
export interface Credentials {
  audience: Audience
  cookie(name: string): string | undefined
  authorization: string | null
}
export type Identify = (ctx: Context, credentials: Credentials) => Promise<Principal>

/** The request's hands: who asks, from where, with which cookies. */
export async function requestContext(c: HonoContext, base: Context, identify: Identify, audience: Audience): Promise<RequestContext> {
  const principal = await identify(base, { audience, cookie: (name) => getCookie(c, name), authorization: c.req.header('authorization') ?? null })
  const secure = base.config.publicUrl.startsWith('https:')
  return {
    ...base.as(principal),
    requestId: requestIdOf(c),
    ip: ipOf(c, base),
    userAgent: (c.req.header('user-agent') ?? '').slice(0, 300),
    rawBody: null,
    stream: null,
    header: (name) => c.req.header(name),
    cookies: {
      get: (name) => getCookie(c, name),
      set: (name, value, maxAge) => setCookie(c, name, value, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge }),
      clear: (name) => deleteCookie(c, name, { path: '/', secure }),
    },
  }
}

/** One id for a request, on its answer and in the log. */
export function requestIdOf(c: HonoContext): string {
  const known = c.get('requestId') as string | undefined
  if (known) return known
  const made = `req_${randomUUID().replaceAll('-', '')}`
  c.set('requestId', made)
  return made
}

function ipOf(c: HonoContext, base: Context): string {
  // Only a configured proxy may say who is behind it.
  const forwarded = base.config.trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  const socket = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket
  return forwarded ?? socket?.remoteAddress ?? 'unknown'
}

/**
 * Refuses state changes that another site started with our cookies.
 * @throws Refusal 403 `cross_site`
 */
export function refuseCrossSite(c: HonoContext, base: Context) {
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.header('authorization')?.startsWith('Bearer ')) return
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const same = site ? site === 'same-origin' || site === 'none' : !origin || origin === new URL(base.config.publicUrl).origin || URL.parse(origin)?.host === c.req.header('host')
  if (!same) throw new Refusal(403, 'cross_site', 'This was sent by another website, so it was not done.')
}
