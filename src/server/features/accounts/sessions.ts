import type { Session } from '#contract/accounts.ts'
import { hashToken, randomToken } from '#server/lib/tokens.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Config } from '#server/platform/config.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import type { Credentials } from '#server/platform/http/request.ts'
import { type Principal, VISITOR } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { endSession, insertSession, liveSession, moveSession } from './session-store.ts'
import { type MemberRow, membership, organizationById, organizationsOf, userById } from './store.ts'
import { liveToken } from './token-store.ts'

/** Longest life of a cookie; how long a session lives is the database's business. */
const MONTH = 30 * 86_400

/** Cookie names; over https the browser itself holds them to this host and to https. */
export function cookieName(config: Config, audience: 'team' | 'portal'): string {
  const name = audience === 'team' ? 'hw_session' : 'hw_portal'
  return config.publicUrl.startsWith('https:') ? `__Host-${name}` : name
}

/** Signs a member in on this browser, under a new session id. */
export async function openTeamSession(tx: Tx, ctx: RequestContext, m: MemberRow): Promise<Session> {
  const tokenHash = await newCookie(tx, ctx, 'team')
  await insertSession(tx, { audience: 'team', userId: m.user_id, orgId: m.org_id, tokenHash, ip: ctx.ip, userAgent: ctx.userAgent })
  return presentSession(tx, ctx, m)
}

/** Signs an address in to the portal on this browser. */
export async function openPortalSession(tx: Tx, ctx: RequestContext, email: string): Promise<void> {
  const tokenHash = await newCookie(tx, ctx, 'portal')
  await insertSession(tx, { audience: 'portal', email, tokenHash, ip: ctx.ip, userAgent: ctx.userAgent })
}

/** A new secret for the browser's cookie. The session its old one stood for ends: nobody uses it any more. */
async function newCookie(tx: Tx, ctx: RequestContext, audience: 'team' | 'portal'): Promise<string> {
  const name = cookieName(ctx.config, audience)
  const old = ctx.cookies.get(name)
  if (old) await endSession(tx, hashToken(old))
  const token = randomToken('hw_ses')
  ctx.cookies.set(name, token, MONTH)
  return hashToken(token)
}

export async function presentSession(tx: Tx, ctx: Context, m: MemberRow): Promise<Session> {
  const user = await userById(tx, m.user_id)
  return {
    user: { id: user.id, name: user.name, email: user.email },
    member: { id: m.id, role: m.role },
    organization: await organizationById(tx, m.org_id),
    organizations: await organizationsOf(tx, m.user_id),
    mailbox: ctx.config.smtpUrl === null && m.role === 'owner',
  }
}

/** Who is signed in. */
export async function getSession(tx: Tx, ctx: Context): Promise<Session> {
  const me = requireMember(tx)
  const m = await membership(tx, me.userId, me.orgId)
  if (!m) throw notFound('This session')
  return presentSession(tx, ctx, m)
}

/** Ends whatever this browser is signed in as. */
export async function signOut(tx: Tx, ctx: RequestContext): Promise<{ ok: true }> {
  for (const audience of ['team', 'portal'] as const) {
    const name = cookieName(ctx.config, audience)
    const token = ctx.cookies.get(name)
    if (token) await endSession(tx, hashToken(token))
    ctx.cookies.clear(name)
  }
  return { ok: true }
}

/** The same person, for another of their organizations. */
export async function switchOrganization(tx: Tx, ctx: Context, orgId: string): Promise<Session> {
  const me = requireMember(tx)
  const m = await membership(tx, me.userId, orgId)
  if (!m || !me.sessionId) throw notFound('This organization')
  await moveSession(tx, me.sessionId, orgId)
  return presentSession(tx, ctx, m)
}

/**
 * Makes a principal of what a request shows. Asked on every request, so that a removed member, an ended session and a
 * revoked token stop at once.
 */
export async function identify(ctx: Context, c: Credentials): Promise<Principal> {
  if (c.audience === 'referee') return VISITOR
  // A request that shows a token is judged by the token alone, never by the cookies beside it.
  const bearer = /^Bearer +(.+)$/i.exec(c.authorization ?? '')?.[1]
  if (bearer) return ctx.transaction((tx) => memberByToken(tx, bearer))
  if (c.audience === 'portal') return byCookie(ctx, c, 'portal')
  return byCookie(ctx, c, 'team')
}

async function byCookie(ctx: Context, c: Credentials, audience: 'team' | 'portal'): Promise<Principal> {
  const token = c.cookie(cookieName(ctx.config, audience))
  if (!token) return VISITOR
  return ctx.transaction(async (tx) => {
    const session = await liveSession(tx, hashToken(token), audience)
    if (!session) return VISITOR
    if (session.email) return { kind: 'candidate', email: session.email, sessionId: session.id }
    const m = session.user_id && session.org_id ? await membership(tx, session.user_id, session.org_id) : null
    return m ? { kind: 'member', userId: m.user_id, memberId: m.id, orgId: m.org_id, role: m.role, name: m.name, email: m.email, scopes: null, sessionId: session.id } : VISITOR
  })
}

async function memberByToken(tx: Tx, bearer: string): Promise<Principal> {
  const t = await liveToken(tx, hashToken(bearer))
  if (!t) return VISITOR
  return { kind: 'member', userId: t.user_id, memberId: t.member_id, orgId: t.org_id, role: t.role, name: t.name, email: t.email, scopes: t.scopes, sessionId: null }
}
