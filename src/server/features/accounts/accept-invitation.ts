import type { Session } from '#contract/accounts.ts'
import { hashToken } from '#server/lib/tokens.ts'
import { record } from '#server/platform/events/record.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { hit } from '#server/platform/http/rate.ts'
import type { Tx } from '#server/platform/tx.ts'
import { alreadyMember, invitationInvalid, wrongPassword } from './errors.ts'
import { type InvitationRow, consumeInvitation, invitationByToken } from './invitation-store.ts'
import { newcomer } from './member.ts'
import { hashPassword, passwordFits } from './passwords.ts'
import { openTeamSession } from './sessions.ts'
import { type UserRow, insertMember, insertUser, membership, organizationById, userByEmail } from './store.ts'

/** What an invitation is for. Looking does not use it up. */
export async function lookUpInvitation(tx: Tx, token: string) {
  const i = await invitationByToken(tx, hashToken(token))
  if (!i) throw invitationInvalid()
  return { organization_name: (await organizationById(tx, i.org_id)).name, name: i.name, email: i.email, role: i.role, has_account: (await userByEmail(tx, i.email)) !== null }
}

interface Acceptance {
  token: string
  name: string
  password: string
}

/**
 * Joins: with a new password, or with the one of the account the address has already.
 * @throws Refusal `invitation_invalid`, `wrong_credentials`
 */
export async function acceptInvitation(ctx: RequestContext, o: Acceptance): Promise<Session> {
  const { invitation, user } = await ctx.transaction((tx) => find(tx, o.token))
  const passwordHash = user ? await confirm(ctx, user, o.password) : await hashPassword(o.password)
  return ctx.transaction(async (tx) => {
    const userId = user?.id ?? (await insertUser(tx, { email: invitation.email, name: o.name, passwordHash }))
    if (!userId || !(await consumeInvitation(tx, invitation.id))) throw invitationInvalid()
    return join(tx, ctx, invitation, userId)
  })
}

async function find(tx: Tx, token: string): Promise<{ invitation: InvitationRow; user: UserRow | null }> {
  const invitation = await invitationByToken(tx, hashToken(token))
  if (!invitation) throw invitationInvalid()
  return { invitation, user: await userByEmail(tx, invitation.email) }
}

/** Counts as a try at this password, like signing in. */
async function confirm(ctx: RequestContext, user: UserRow, password: string): Promise<string> {
  await ctx.transaction((tx) => hit(tx, `password:${user.email}`, 10, 900))
  if (!(await passwordFits(user.password_hash, password))) throw wrongPassword()
  return ''
}

async function join(tx: Tx, ctx: RequestContext, i: InvitationRow, userId: string): Promise<Session> {
  const memberId = await insertMember(tx, { orgId: i.org_id, userId, role: i.role })
  const m = await membership(tx, userId, i.org_id)
  if (!m || !memberId) throw alreadyMember()
  const session = await openTeamSession(tx, ctx, m)
  await record({ ...tx, principal: newcomer(m) }, 'member.joined', { orgId: m.org_id }, { member_id: memberId, role: m.role })
  return session
}
