import type { Invitation, Member, Organization, Role, Session } from '#contract/accounts.ts'
import { hashToken, randomToken } from '#server/lib/tokens.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import type { Tx } from '#server/platform/tx.ts'
import { alreadyMember, invitationInvalid, lastOwner, wrongPassword } from './errors.ts'
import { type InvitationRow, consumeInvitation, insertInvitation, invitationByToken, openInvitations, revokeInvitationRow } from './invitation-store.ts'
import { hashPassword, passwordFits } from './passwords.ts'
import { openTeamSession } from './sessions.ts'
import { type MemberRow, changeOrganization, countOwners, insertMember, insertUser, lockMember, membersOf, membership, organizationById, removeMemberRow, setRole, userByEmail } from './store.ts'

const present = (m: MemberRow): Member => ({ id: m.id, name: m.name, email: m.email, role: m.role, since: m.created_at.toISOString(), active: m.removed_at === null })
const presentInvitation = (i: InvitationRow): Invitation => ({ id: i.id, email: i.email, name: i.name, role: i.role, invited_at: i.created_at.toISOString(), expires_at: i.expires_at.toISOString() })

export async function listMembers(tx: Tx): Promise<{ items: Member[] }> {
  return { items: (await membersOf(tx, requireMember(tx).orgId)).map(present) }
}

export async function updateOrganization(tx: Tx, change: Partial<Pick<Organization, 'name' | 'about' | 'website' | 'how_we_work'>>): Promise<Organization> {
  const { orgId } = requireMember(tx)
  await changeOrganization(tx, orgId, change)
  return organizationById(tx, orgId)
}

/** @throws Refusal `last_owner` when nobody would be left to own the organization */
export async function changeMember(tx: Tx, id: string, role: Role): Promise<Member> {
  const { orgId } = requireMember(tx)
  const m = await lockMember(tx, orgId, id)
  if (!m) throw notFound('This member')
  if (m.role === 'owner' && role !== 'owner' && (await countOwners(tx, orgId)) === 1) throw lastOwner()
  await setRole(tx, id, role)
  await record(tx, 'member.changed', { orgId }, { member_id: id, role })
  return present({ ...m, role })
}

/** Their sessions and tokens end in the same transaction. */
export async function removeMember(tx: Tx, id: string): Promise<{ ok: true }> {
  const { orgId } = requireMember(tx)
  const m = await lockMember(tx, orgId, id)
  if (!m) throw notFound('This member')
  if (m.role === 'owner' && (await countOwners(tx, orgId)) === 1) throw lastOwner()
  await removeMemberRow(tx, m)
  await record(tx, 'member.removed', { orgId }, { member_id: id })
  return { ok: true }
}

export async function listInvitations(tx: Tx): Promise<{ items: Invitation[] }> {
  return { items: (await openInvitations(tx, requireMember(tx).orgId)).map(presentInvitation) }
}

/** Invites by mail. Inviting the same address again sends a new link, and the old one dies. */
export async function inviteMember(tx: Tx, ctx: Context, o: { email: string; name: string; role: Role }): Promise<Invitation> {
  const me = requireMember(tx)
  if ((await membersOf(tx, me.orgId)).some((m) => m.email === o.email)) throw alreadyMember()
  const token = randomToken('hw_inv')
  const row = await insertInvitation(tx, { ...o, orgId: me.orgId, tokenHash: hashToken(token), invitedBy: me.memberId })
  const organization = await organizationById(tx, me.orgId)
  await queueMail(
    tx,
    `invitation:${row.id}`,
    {
      to: { name: o.name, address: o.email },
      fromName: organization.name,
      subject: `${me.name} invites you to ${organization.name} on Handiwork`,
      paragraphs: [`Hello ${o.name},`, `${me.name} invites you to hire with ${organization.name} as ${o.role === 'owner' ? 'an owner' : o.role === 'interviewer' ? 'an interviewer' : `a ${o.role}`}.`, 'The link works once, for fourteen days.'],
      action: { label: 'Accept the invitation', url: `${ctx.config.publicUrl}/app/invitation#t=${token}` },
      secret: true,
    },
    me.orgId,
  )
  await record(tx, 'member.invited', { orgId: me.orgId }, { invitation_id: row.id, email: o.email, role: o.role })
  return presentInvitation(row)
}

export async function revokeInvitation(tx: Tx, id: string): Promise<{ ok: true }> {
  if (!(await revokeInvitationRow(tx, requireMember(tx).orgId, id))) throw notFound('This invitation')
  return { ok: true }
}

export async function lookUpInvitation(tx: Tx, token: string) {
  const i = await invitationByToken(tx, hashToken(token))
  if (!i) throw invitationInvalid()
  return { organization_name: (await organizationById(tx, i.org_id)).name, name: i.name, email: i.email, role: i.role, has_account: (await userByEmail(tx, i.email)) !== null }
}

/** Joins: with a new password, or with the one of the account the address has already. */
export async function acceptInvitation(ctx: RequestContext, o: { token: string; name: string; password: string }): Promise<Session> {
  const invitation = await ctx.transaction((tx) => invitationByToken(tx, hashToken(o.token)))
  if (!invitation) throw invitationInvalid()
  const user = await ctx.transaction((tx) => userByEmail(tx, invitation.email))
  if (user && !(await passwordFits(user.password_hash, o.password))) throw wrongPassword()
  const passwordHash = user ? '' : await hashPassword(o.password)
  return ctx.transaction(async (tx) => {
    const userId = user?.id ?? (await insertUser(tx, { email: invitation.email, name: o.name, passwordHash }))
    if (!userId || !(await consumeInvitation(tx, invitation.id))) throw invitationInvalid()
    const memberId = await insertMember(tx, { orgId: invitation.org_id, userId, role: invitation.role })
    const m = await membership(tx, userId, invitation.org_id)
    if (!m || !memberId) throw alreadyMember()
    const session = await openTeamSession(tx, ctx, m)
    const author: Tx = { ...tx, principal: { kind: 'member', userId, memberId, orgId: m.org_id, role: m.role, name: m.name, email: m.email, scopes: null, sessionId: null } }
    await record(author, 'member.joined', { orgId: m.org_id }, { member_id: memberId, role: m.role })
    return session
  })
}
