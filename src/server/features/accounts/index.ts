import type { Organization } from '#contract/accounts.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type MemberRow, membersByIds, membersOf, organizationById } from './store.ts'

export { cookieName, identify } from './sessions.ts'
export { makeSignInLink } from './make-sign-in-link.ts'
export { revokeFoundToken } from './revoke-found-token.ts'
export { makeSetupLink } from './sign-up.ts'
export { createTokenFor } from './tokens.ts'

export type { MemberRow } from './store.ts'

/** The organization, for features that show its name or texts. */
export function getOrganization(tx: Tx, orgId: string): Promise<Organization> {
  return organizationById(tx, orgId)
}

/** Everybody who is a member now. */
export function listMembersOf(tx: Tx, orgId: string): Promise<MemberRow[]> {
  return membersOf(tx, orgId)
}

/** Members by id, those who left included: their names stay on what they did. */
export function membersById(tx: Tx, ids: readonly string[]): Promise<MemberRow[]> {
  return membersByIds(tx, ids)
}

/** A member's name, for lines such as “scored by”. */
export async function memberName(tx: Tx, id: string): Promise<string> {
  return (await membersByIds(tx, [id]))[0]?.name ?? 'A member'
}
