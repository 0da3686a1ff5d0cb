import { sql } from 'kysely'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface LinkRow {
  id: string
  email: string
  audience: 'portal' | 'team'
  code_hash: string
  /** Null when any browser may use it. */
  binding_hash: string | null
}

const columns = ['id', 'email', sql<'portal' | 'team'>`audience`.as('audience'), 'code_hash', 'binding_hash'] as const

/** A new link; older ones of the same address die. */
export async function replaceLink(tx: Tx, l: { email: string; audience: string; tokenHash: string; codeHash: string; bindingHash: string | null; seconds: number }) {
  await tx.sql.updateTable('sign_in_links').set({ used_at: tx.now }).where('email', '=', l.email).where('audience', '=', l.audience).where('used_at', 'is', null).execute()
  await tx.sql
    .insertInto('sign_in_links')
    .values({ id: newId('lnk', tx.now), email: l.email, audience: l.audience, token_hash: l.tokenHash, code_hash: l.codeHash, binding_hash: l.bindingHash, created_at: tx.now, expires_at: sql<Date>`hw_now() + make_interval(secs => ${l.seconds})` })
    .execute()
}

export async function linkByToken(tx: Tx, tokenHash: string): Promise<LinkRow | null> {
  return (await live(tx).where('token_hash', '=', tokenHash).executeTakeFirst()) ?? null
}

const MAX_TRIES = 5

/**
 * The live links of an address (one for each audience at most), counting this as a try at their codes: a sixth finds
 * nothing.
 */
export async function tryCode(tx: Tx, email: string): Promise<LinkRow[]> {
  return tx.sql
    .updateTable('sign_in_links')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('email', '=', email)
    .where('used_at', 'is', null)
    .where('expires_at', '>', tx.now)
    .where('tries', '<', MAX_TRIES)
    .returning(columns)
    .execute()
}

/** One statement, one winner. */
export async function consumeLink(tx: Tx, id: string): Promise<boolean> {
  const result = await tx.sql.updateTable('sign_in_links').set({ used_at: tx.now }).where('id', '=', id).where('used_at', 'is', null).where('expires_at', '>', tx.now).executeTakeFirst()
  return result.numUpdatedRows === 1n
}

function live(tx: Tx) {
  return tx.sql.selectFrom('sign_in_links').select(columns).where('used_at', 'is', null).where('expires_at', '>', tx.now)
}

/** Whether anybody with this address may sign in there: a member, or somebody who applied. */
export async function addressKnown(tx: Tx, email: string, audience: 'portal' | 'team'): Promise<boolean> {
  const row =
    audience === 'portal'
      ? await tx.sql.selectFrom('candidates').select('id').where('email', '=', email).limit(1).executeTakeFirst()
      : await tx.sql.selectFrom('users as u').innerJoin('members as m', 'm.user_id', 'u.id').select('u.id').where('u.email', '=', email).where('m.removed_at', 'is', null).limit(1).executeTakeFirst()
  return row !== undefined
}

export async function replaceSetupLink(tx: Tx, tokenHash: string) {
  await tx.sql.deleteFrom('setup_links').where('used_at', 'is', null).execute()
  await tx.sql.insertInto('setup_links').values({ token_hash: tokenHash, created_at: tx.now }).execute()
}

export async function consumeSetupLink(tx: Tx, tokenHash: string): Promise<boolean> {
  const result = await tx.sql.updateTable('setup_links').set({ used_at: tx.now }).where('token_hash', '=', tokenHash).where('used_at', 'is', null).executeTakeFirst()
  return result.numUpdatedRows === 1n
}
