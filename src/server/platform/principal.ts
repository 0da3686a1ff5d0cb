import type { Role, Scope } from '#contract/accounts.ts'

/** Who asks. Made by the sign-in code alone; everything else only reads it. */
export type Principal =
  | { kind: 'visitor' }
  | MemberPrincipal
  | { kind: 'candidate'; email: string; sessionId: string }
  /** The program itself: timers, effects, the git gateway. */
  | { kind: 'system' }

export interface MemberPrincipal {
  kind: 'member'
  userId: string
  memberId: string
  orgId: string
  role: Role
  name: string
  email: string
  /** Set for API tokens: what the token may do at most. A session has no such limit. */
  scopes: readonly Scope[] | null
  sessionId: string | null
}

export const SYSTEM: Principal = { kind: 'system' }
export const VISITOR: Principal = { kind: 'visitor' }
