import type { Invitation, Role } from '#contract/accounts.ts'
import { hashToken, randomToken } from '#server/lib/tokens.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import type { Tx } from '#server/platform/tx.ts'
import { invitationMail } from './emails.ts'
import { alreadyMember } from './errors.ts'
import { insertInvitation, revokeInvitationRow } from './invitation-store.ts'
import { presentInvitation } from './member.ts'
import { membersOf, organizationById } from './store.ts'

/** Invites by mail. Inviting the same address again sends a new link, and the old one dies. */
export async function inviteMember(tx: Tx, ctx: Context, o: { email: string; name: string; role: Role }): Promise<Invitation> {
  const me = requireMember(tx)
  if ((await membersOf(tx, me.orgId)).some((m) => m.email === o.email)) throw alreadyMember()
  const token = randomToken('hw_inv')
  const row = await insertInvitation(tx, { ...o, orgId: me.orgId, tokenHash: hashToken(token), invitedBy: me.memberId })
  const organization = await organizationById(tx, me.orgId)
  await queueMail(tx, `invitation:${row.id}`, invitationMail(ctx, { ...o, token, from: me.name, organization: organization.name }), me.orgId)
  await record(tx, 'member.invited', { orgId: me.orgId }, { invitation_id: row.id, email: o.email, role: o.role })
  return presentInvitation(row)
}

/** Withdraws an invitation: its link is worth nothing from now on. */
export async function revokeInvitation(tx: Tx, id: string): Promise<{ ok: true }> {
  if (!(await revokeInvitationRow(tx, requireMember(tx).orgId, id))) throw notFound('This invitation')
  return { ok: true }
}
