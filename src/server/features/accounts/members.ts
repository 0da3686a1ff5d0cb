import type { Invitation, Member, Organization } from '#contract/accounts.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { openInvitations } from './invitation-store.ts'
import { presentInvitation, presentMember } from './member.ts'
import { changeOrganization, membersOf, organizationById } from './store.ts'

export async function listMembers(tx: Tx): Promise<{ items: Member[] }> {
  return { items: (await membersOf(tx, requireMember(tx).orgId)).map(presentMember) }
}

/** Invitations that can still be accepted. */
export async function listInvitations(tx: Tx): Promise<{ items: Invitation[] }> {
  return { items: (await openInvitations(tx, requireMember(tx).orgId)).map(presentInvitation) }
}

/** Changes what candidates read about the organization. */
export async function updateOrganization(tx: Tx, change: Partial<Pick<Organization, 'name' | 'about' | 'website' | 'how_we_work'>>): Promise<Organization> {
  const { orgId } = requireMember(tx)
  await changeOrganization(tx, orgId, change)
  return organizationById(tx, orgId)
}
