import type { Invitation, Member, Role } from '#contract/accounts.ts'
import type { MemberPrincipal } from '#server/platform/principal.ts'
import type { InvitationRow } from './invitation-store.ts'
import type { MemberRow } from './store.ts'

/** A role with its article, as sentences say it. */
export const ROLE_IN_WORDS: Record<Role, string> = { owner: 'an owner', recruiter: 'a recruiter', reviewer: 'a reviewer', interviewer: 'an interviewer' }

export function presentMember(m: MemberRow): Member {
  return { id: m.id, name: m.name, email: m.email, role: m.role, since: m.created_at.toISOString(), active: m.removed_at === null }
}

export function presentInvitation(i: InvitationRow): Invitation {
  return { id: i.id, email: i.email, name: i.name, role: i.role, invited_at: i.created_at.toISOString(), expires_at: i.expires_at.toISOString() }
}

/** Somebody who has become a member in this very transaction, as the author of what it records. */
export function newcomer(m: MemberRow): MemberPrincipal {
  return { kind: 'member', userId: m.user_id, memberId: m.id, orgId: m.org_id, role: m.role, name: m.name, email: m.email, scopes: null, sessionId: null }
}
