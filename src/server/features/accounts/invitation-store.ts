import { sql } from 'kysely'
import type { Role } from '#contract/accounts.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface InvitationRow {
  id: string
  org_id: string
  email: string
  name: string
  role: Role
  created_at: Date
  expires_at: Date
}

const columns = ['id', 'org_id', 'email', 'name', sql<Role>`role`.as('role'), 'created_at', 'expires_at'] as const

function open(tx: Tx) {
  return tx.sql.selectFrom('invitations').select(columns).where('accepted_at', 'is', null).where('revoked_at', 'is', null).where('expires_at', '>', tx.now)
}

export async function openInvitations(tx: Tx, orgId: string): Promise<InvitationRow[]> {
  return open(tx).where('org_id', '=', orgId).orderBy('created_at', 'desc').execute()
}

export async function invitationByToken(tx: Tx, tokenHash: string): Promise<InvitationRow | null> {
  return (await open(tx).where('token_hash', '=', tokenHash).executeTakeFirst()) ?? null
}

/** A new invitation takes the place of an older one for the same address. */
export async function insertInvitation(tx: Tx, i: { orgId: string; email: string; name: string; role: Role; tokenHash: string; invitedBy: string }): Promise<InvitationRow> {
  await tx.sql.updateTable('invitations').set({ revoked_at: tx.now }).where('org_id', '=', i.orgId).where('email', '=', i.email).where('accepted_at', 'is', null).where('revoked_at', 'is', null).execute()
  return tx.sql
    .insertInto('invitations')
    .values({ id: newId('inv', tx.now), org_id: i.orgId, email: i.email, name: i.name, role: i.role, token_hash: i.tokenHash, invited_by: i.invitedBy, created_at: tx.now, expires_at: sql<Date>`hw_now() + interval '14 days'` })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

export async function revokeInvitationRow(tx: Tx, orgId: string, id: string): Promise<boolean> {
  const result = await tx.sql.updateTable('invitations').set({ revoked_at: tx.now }).where('org_id', '=', orgId).where('id', '=', id).where('accepted_at', 'is', null).where('revoked_at', 'is', null).executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function consumeInvitation(tx: Tx, id: string): Promise<boolean> {
  const result = await tx.sql.updateTable('invitations').set({ accepted_at: tx.now }).where('id', '=', id).where('accepted_at', 'is', null).where('revoked_at', 'is', null).executeTakeFirst()
  return result.numUpdatedRows === 1n
}
