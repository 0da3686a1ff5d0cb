import { hashToken, randomToken } from '#server/lib/tokens.ts'
import type { Context } from '#server/platform/context.ts'
import { replaceLink } from './link-store.ts'

/**
 * A sign-in link that works once, in whichever browser opens it: for who runs the server and prints it, never for a mail.
 * It has no code. Lives so many seconds.
 */
export async function makeSignInLink(ctx: Context, o: { email: string; audience: 'portal' | 'team'; seconds: number }): Promise<string> {
  const token = randomToken('hw_link')
  await ctx.transaction((tx) => replaceLink(tx, { ...o, tokenHash: hashToken(token), codeHash: hashToken(randomToken('none')), bindingHash: null }))
  return `${ctx.config.publicUrl}/sign-in#t=${token}`
}
