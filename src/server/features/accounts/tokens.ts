import type { ApiToken, Scope } from '#contract/accounts.ts'
import { hashToken, randomToken } from '#server/lib/tokens.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import { forbidden, notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { membership, userByEmail } from './store.ts'
import { insertToken, revokeTokenRow, tokensOf } from './token-store.ts'

type Row = Awaited<ReturnType<typeof tokensOf>>[number]
const present = (t: Row): ApiToken => ({ id: t.id, name: t.name, scopes: t.scopes, created_at: t.created_at.toISOString(), expires_at: t.expires_at.toISOString(), last_used_at: t.last_used_at?.toISOString() ?? null })

export interface NewToken {
  name: string
  scopes: readonly Scope[]
  days: number
}

export async function listTokens(tx: Tx): Promise<{ items: ApiToken[] }> {
  return { items: (await tokensOf(tx, requireMember(tx).memberId)).map(present) }
}

/** A token of the asking member's own. The secret is in this answer and nowhere else. */
export async function createToken(tx: Tx, t: NewToken): Promise<ApiToken & { token: string }> {
  const me = requireMember(tx)
  // Or a stolen token could give itself more scopes, and live on after it was revoked.
  if (me.scopes) throw forbidden('A token can’t make tokens. Sign in, and make it there.')
  return newToken(tx, me.orgId, me.memberId, t)
}

async function newToken(tx: Tx, orgId: string, memberId: string, t: NewToken) {
  const token = randomToken('hw_pat')
  const row = await insertToken(tx, { ...t, orgId, memberId, tokenHash: hashToken(token) })
  await record(tx, 'token.created', { orgId }, { token_id: row.id, scopes: [...t.scopes] })
  return { ...present(row), token }
}

export async function revokeToken(tx: Tx, id: string): Promise<{ ok: true }> {
  const me = requireMember(tx)
  if (!(await revokeTokenRow(tx, me.memberId, id))) throw notFound('This token')
  await record(tx, 'token.revoked', { orgId: me.orgId }, { token_id: id })
  return { ok: true }
}

/** For the operator at the command line: a token of a member named by address. @throws Error when there is none */
export async function createTokenFor(ctx: Context, t: NewToken & { email: string }): Promise<string> {
  return ctx.transaction(async (tx) => {
    const user = await userByEmail(tx, t.email.trim().toLowerCase())
    const m = user ? await membership(tx, user.id) : null
    if (!m) throw new Error(`Nobody with the address ${t.email} is a member here.`)
    return (await newToken(tx, m.org_id, m.id, t)).token
  })
}
