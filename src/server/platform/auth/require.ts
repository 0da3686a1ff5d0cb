import { forbidden } from '../errors.ts'
import type { MemberPrincipal, Principal } from '../principal.ts'
import type { Tx } from '../tx.ts'

/** The member who acts. @throws Refusal 403 for anybody else */
export function requireMember(tx: Pick<Tx, 'principal'>): MemberPrincipal {
  if (tx.principal.kind !== 'member') throw forbidden('Only members of the organization can do this.')
  return tx.principal
}

/** The candidate who acts. @throws Refusal 403 for anybody else */
export function requireCandidate(tx: Pick<Tx, 'principal'>): Extract<Principal, { kind: 'candidate' }> {
  if (tx.principal.kind !== 'candidate') throw forbidden('Only the candidate can do this.')
  return tx.principal
}
