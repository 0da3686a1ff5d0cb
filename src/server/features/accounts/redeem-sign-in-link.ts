import { hashToken, sameText } from '#server/lib/tokens.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { hit } from '#server/platform/http/rate.ts'
import type { Tx } from '#server/platform/tx.ts'
import { codeRequired, signInLinkInvalid } from './errors.ts'
import { type LinkRow, consumeLink, linkByToken, tryCode } from './link-store.ts'
import { openPortalSession, openTeamSession } from './sessions.ts'
import { bindingCookie, codeHash } from './sign-in-link.ts'
import { membership, userByEmail } from './store.ts'

interface Redemption {
  token?: string | undefined
  email?: string | undefined
  code?: string | undefined
}

/**
 * Signs in with the link's token in the browser that asked, or with address and code anywhere. Of many who try at once
 * one gets in.
 * @throws Refusal `sign_in_link_invalid`, `code_required`, `too_many_requests`
 */
export async function redeemSignInLink(ctx: RequestContext, o: Redemption): Promise<{ audience: 'portal' | 'team' }> {
  await ctx.transaction((tx) => hit(tx, `redeem-ip:${ctx.ip}`, 300, 900))
  const link = o.code && o.email ? await byCode(ctx, o.email, o.code) : await byToken(ctx, o.token ?? '')
  return ctx.transaction(async (tx) => {
    if (!(await consumeLink(tx, link.id))) throw signInLinkInvalid()
    if (link.audience === 'portal') await openPortalSession(tx, ctx, link.email)
    else await openMemberSession(tx, ctx, link.email)
    ctx.cookies.clear(bindingCookie(ctx.config))
    return { audience: link.audience }
  })
}

async function byToken(ctx: RequestContext, token: string): Promise<LinkRow> {
  const link = await ctx.transaction((tx) => linkByToken(tx, hashToken(token)))
  if (!link) throw signInLinkInvalid()
  const mayBeAnywhere = link.binding_hash === null
  if (!mayBeAnywhere && !sameText(hashToken(ctx.cookies.get(bindingCookie(ctx.config)) ?? ''), link.binding_hash ?? '')) throw codeRequired()
  return link
}

/** The try is counted in a transaction of its own: a wrong code must not take its count back. */
async function byCode(ctx: RequestContext, email: string, code: string): Promise<LinkRow> {
  const links = await ctx.transaction((tx) => tryCode(tx, email))
  const link = links.find((l) => sameText(codeHash(email, code), l.code_hash))
  if (!link) throw signInLinkInvalid()
  return link
}

async function openMemberSession(tx: Tx, ctx: RequestContext, email: string): Promise<void> {
  const user = await userByEmail(tx, email)
  const m = user ? await membership(tx, user.id) : null
  if (!m) throw signInLinkInvalid()
  await openTeamSession(tx, ctx, m)
}
