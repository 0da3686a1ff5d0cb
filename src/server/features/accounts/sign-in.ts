import type { Session } from '#contract/accounts.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { hit } from '#server/platform/http/rate.ts'
import { wrongCredentials } from './errors.ts'
import { passwordFits } from './passwords.ts'
import { openTeamSession } from './sessions.ts'
import { membership, userByEmail } from './store.ts'

/**
 * A member signs in with address and password. Tries are counted per address and per origin, in transactions of their
 * own: a failed try must not take its count back. No lock is held while the password is hashed.
 * @throws Refusal `wrong_credentials`, `too_many_requests`
 */
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
