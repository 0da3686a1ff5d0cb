import { Refusal, forbidden } from '../errors.ts'
import type { Principal } from '../principal.ts'

/** A row of the policy matrix, as the router sees it. */
export type PolicyRow = 'anyone' | 'candidate' | 'referee' | { roles: readonly string[]; scope: string }

const signInFirst = () => new Refusal(401, 'sign_in_required', 'Please sign in first.')

/**
 * Refuses unless the row lets this principal in.
 * @throws Refusal 401 when nobody is signed in, 403 when the role or the token's scopes don't allow it
 */
export function allow(row: PolicyRow | undefined, p: Principal): void {
  if (row === undefined) throw forbidden('This operation has no row in the policy matrix.')
  // A referee's link is its own key; the handler checks it.
  if (row === 'anyone' || row === 'referee') return
  if (row === 'candidate') return allowCandidate(p)
  if (p.kind !== 'member') throw signInFirst()
  if (!row.roles.includes(p.role)) throw forbidden()
  if (p.scopes && !p.scopes.some((s) => s === row.scope)) throw forbidden(`This token lacks the scope ${row.scope}.`)
}

function allowCandidate(p: Principal): void {
  if (p.kind !== 'candidate') throw signInFirst()
}
