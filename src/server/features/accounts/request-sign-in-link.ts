import { hashToken, randomToken, sixDigits } from '#server/lib/tokens.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { hit } from '#server/platform/http/rate.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import { signInMail } from './emails.ts'
import { addressKnown, replaceLink } from './link-store.ts'
import { LINKS_AN_HOUR, LINKS_AN_HOUR_FROM_ONE_PLACE, LINK_LIFE, bindingCookie, codeHash } from './sign-in-link.ts'

/**
 * Mails a link and a code to an address that may sign in; answers the same to one that may not. The link works only in
 * the browser that asked, so that a mail scanner that opens it gets nothing.
 * @throws Refusal `too_many_requests`, for known and unknown addresses alike
 */
export async function requestSignInLink(ctx: RequestContext, o: { email: string; audience: 'portal' | 'team' }): Promise<{ ok: true }> {
  await ctx.transaction((tx) => hit(tx, `link-ip:${ctx.ip}`, LINKS_AN_HOUR_FROM_ONE_PLACE, 3600))
  await ctx.transaction((tx) => hit(tx, `link:${o.email}`, LINKS_AN_HOUR, 3600))
  const [token, code, binding] = [randomToken('hw_link'), sixDigits(), randomToken('hw_pre')]
  ctx.cookies.set(bindingCookie(ctx.config), binding, LINK_LIFE)
  await ctx.transaction(async (tx) => {
    if (!(await addressKnown(tx, o.email, o.audience))) return
    await replaceLink(tx, { ...o, tokenHash: hashToken(token), codeHash: codeHash(o.email, code), bindingHash: hashToken(binding), seconds: LINK_LIFE })
    await queueMail(tx, `sign-in:${hashToken(token)}`, signInMail(ctx, { email: o.email, token, code }))
  })
  return { ok: true }
}
