import type { Session } from '#contract/accounts.ts'
import { hashToken, randomToken, sameText, sixDigits } from '#server/lib/tokens.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { hit } from '#server/platform/http/rate.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import { codeRequired, signInLinkInvalid, wrongCredentials } from './errors.ts'
import { type LinkRow, addressKnown, consumeLink, linkByToken, replaceLink, tryCode } from './link-store.ts'
import { hashPassword, passwordFits } from './passwords.ts'
import { endOtherSessions } from './session-store.ts'
import { openPortalSession, openTeamSession } from './sessions.ts'
import { membership, setPassword, userByEmail, userById } from './store.ts'

/** A member signs in with address and password. Tries are counted per address and per origin, outside the attempt. */
export async function signIn(ctx: RequestContext, o: { email: string; password: string }): Promise<Session> {
  await ctx.transaction((tx) => hit(tx, `password:${o.email}`, 10, 900))
  await ctx.transaction((tx) => hit(tx, `password-ip:${ctx.ip}`, 100, 900))
  const user = await ctx.transaction((tx) => userByEmail(tx, o.email))
  if (!(await passwordFits(user?.password_hash ?? null, o.password)) || !user) throw wrongCredentials()
  return ctx.transaction(async (tx) => {
    const m = await membership(tx, user.id)
    if (!m) throw wrongCredentials()
    return openTeamSession(tx, ctx, m)
  })
}

/** Changes the password; every other session of the person ends. */
export async function changePassword(ctx: RequestContext, o: { current: string; next: string }): Promise<{ ok: true }> {
  const me = requireMember(ctx)
  await ctx.transaction((tx) => hit(tx, `password:${me.email}`, 10, 900))
  const user = await ctx.transaction((tx) => userById(tx, me.userId))
  if (!(await passwordFits(user.password_hash, o.current))) throw wrongCredentials()
  const next = await hashPassword(o.next)
  await ctx.transaction(async (tx) => {
    await setPassword(tx, me.userId, next)
    await endOtherSessions(tx, me.userId, me.sessionId)
  })
  return { ok: true }
}

const BINDING = 'hw_pre'

/**
 * Mails a link and a code to an address that may sign in; answers the same to one that may not. The link works only in
 * the browser that asked, so that a mail scanner that opens it gets nothing.
 */
export async function requestSignInLink(ctx: RequestContext, o: { email: string; audience: 'portal' | 'team' }): Promise<{ ok: true }> {
  await ctx.transaction((tx) => hit(tx, `link:${o.email}`, 10, 3600))
  const [token, code, binding] = [randomToken('hw_link'), sixDigits(), randomToken('hw_pre')]
  ctx.cookies.set(BINDING, binding, 600)
  await ctx.transaction(async (tx) => {
    if (!(await addressKnown(tx, o.email, o.audience))) return
    await replaceLink(tx, { ...o, tokenHash: hashToken(token), codeHash: codeHash(o.email, code), bindingHash: hashToken(binding) })
    await queueMail(tx, `sign-in:${hashToken(token)}`, {
      to: { name: '', address: o.email },
      fromName: '',
      subject: `Sign in to Handiwork: ${code}`,
      paragraphs: [`Your code is ${code}.`, 'Open the link below in the browser where you asked for it, or type the code there. Both work once, for ten minutes.', 'If you did not ask for this, you need do nothing.'],
      action: { label: 'Sign in', url: `${ctx.config.publicUrl}/sign-in#t=${token}` },
      secret: true,
    })
  })
  return { ok: true }
}

/** Six digits are few: bound to the address, they can't be looked up in a table made once. */
function codeHash(email: string, code: string): string {
  return hashToken(`${email}:${code}`)
}

/** Signs in with the link's token in the browser that asked, or with address and code anywhere. Works once. */
export async function redeemSignInLink(ctx: RequestContext, o: { token?: string | undefined; email?: string | undefined; code?: string | undefined }): Promise<{ audience: 'portal' | 'team' }> {
  const link = o.code && o.email ? await byCode(ctx, o.email, o.code) : await byToken(ctx, o.token ?? '')
  return ctx.transaction(async (tx) => {
    if (!(await consumeLink(tx, link.id))) throw signInLinkInvalid()
    if (link.audience === 'portal') await openPortalSession(tx, ctx, link.email)
    else await openMemberSession(tx, ctx, link.email)
    ctx.cookies.clear(BINDING)
    return { audience: link.audience }
  })
}

async function byToken(ctx: RequestContext, token: string): Promise<LinkRow> {
  const link = await ctx.transaction((tx) => linkByToken(tx, hashToken(token)))
  if (!link) throw signInLinkInvalid()
  if (!sameText(hashToken(ctx.cookies.get(BINDING) ?? ''), link.binding_hash)) throw codeRequired()
  return link
}

/** The try is counted in a transaction of its own: a wrong code must not take its count back. */
async function byCode(ctx: RequestContext, email: string, code: string): Promise<LinkRow> {
  const link = await ctx.transaction((tx) => tryCode(tx, email))
  if (!link || !sameText(codeHash(email, code), link.code_hash)) throw signInLinkInvalid()
  return link
}

async function openMemberSession(tx: Parameters<typeof membership>[0], ctx: RequestContext, email: string) {
  const user = await userByEmail(tx, email)
  const m = user ? await membership(tx, user.id) : null
  if (!m) throw signInLinkInvalid()
  await openTeamSession(tx, ctx, m)
}
