import { requireMember } from '#server/platform/auth/require.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { hit } from '#server/platform/http/rate.ts'
import { wrongCredentials } from './errors.ts'
import { hashPassword, passwordFits } from './passwords.ts'
import { endOtherSessions } from './session-store.ts'
import { setPassword, userById } from './store.ts'

/** Changes the password; every other session of the person ends. @throws Refusal `wrong_credentials` */
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
