import { sql } from 'kysely'
import type { Role, Scope } from '#contract/accounts.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

const columns = ['id', 'name', sql<Scope[]>`scopes`.as('scopes'), 'created_at', 'expires_at', 'last_used_at'] as const

export async function tokensOf(tx: Tx, memberId: string) {
  return tx.sql.selectFrom('api_tokens').select(columns).where('member_id', '=', memberId).where('revoked_at', 'is', null).orderBy('created_at', 'desc').execute()
}

export async function insertToken(tx: Tx, t: { orgId: string; memberId: string; name: string; scopes: readonly Scope[]; days: number; tokenHash: string }) {
  return tx.sql
    .insertInto('api_tokens')
    .values({ id: newId('tok', tx.now), org_id: t.orgId, member_id: t.memberId, name: t.name, token_hash: t.tokenHash, scopes: [...t.scopes], created_at: tx.now, expires_at: sql<Date>`hw_now() + make_interval(days => ${t.days})` })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

export async function revokeTokenRow(tx: Tx, memberId: string, id: string): Promise<boolean> {
  const result = await tx.sql.updateTable('api_tokens').set({ revoked_at: tx.now }).where('member_id', '=', memberId).where('id', '=', id).where('revoked_at', 'is', null).executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** A token with whose it is, for the mail that tells them. */
export async function tokenWithOwner(tx: Tx, id: string) {
  const query = tx.sql.selectFrom('api_tokens as t').innerJoin('members as m', 'm.id', 't.member_id').innerJoin('users as u', 'u.id', 'm.user_id')
  return (await query.select(['t.name', 't.expires_at', 'u.name as member_name', 'u.email as member_email']).where('t.id', '=', id).executeTakeFirst()) ?? null
}

/** A token that is good now with the member behind it, who must still be one. */
export async function liveToken(tx: Tx, tokenHash: string) {
  const row = await tx.sql
    .selectFrom('api_tokens as t')
    .innerJoin('members as m', 'm.id', 't.member_id')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['t.id', 't.last_used_at', sql<Scope[]>`t.scopes`.as('scopes'), 'm.id as member_id', 'm.org_id', 'm.user_id', sql<Role>`m.role`.as('role'), 'u.name', 'u.email'])
    .where('t.token_hash', '=', tokenHash)
    .where('t.revoked_at', 'is', null)
    .where('t.expires_at', '>', tx.now)
    .where('m.removed_at', 'is', null)
    .executeTakeFirst()
  // Day precision says whether a token is in use without keeping a trace of every call.
  if (row && (!row.last_used_at || tx.now.getTime() - row.last_used_at.getTime() > 86_400_000)) await tx.sql.updateTable('api_tokens').set({ last_used_at: tx.now }).where('id', '=', row.id).execute()
  return row ?? null
}
