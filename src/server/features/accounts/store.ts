import { sql } from 'kysely'
import type { Organization, Role } from '#contract/accounts.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface UserRow {
  id: string
  email: string
  name: string
  password_hash: string | null
}

export async function userByEmail(tx: Tx, email: string): Promise<UserRow | null> {
  return (await tx.sql.selectFrom('users').select(['id', 'email', 'name', 'password_hash']).where('email', '=', email).executeTakeFirst()) ?? null
}

export async function userById(tx: Tx, id: string): Promise<UserRow> {
  return tx.sql.selectFrom('users').select(['id', 'email', 'name', 'password_hash']).where('id', '=', id).executeTakeFirstOrThrow()
}

/** @returns null when the address has an account */
export async function insertUser(tx: Tx, u: { email: string; name: string; passwordHash: string }): Promise<string | null> {
  const row = await tx.sql.insertInto('users').values({ id: newId('usr', tx.now), email: u.email, name: u.name, password_hash: u.passwordHash, created_at: tx.now }).onConflict((c) => c.column('email').doNothing()).returning('id').executeTakeFirst()
  return row?.id ?? null
}

export async function setPassword(tx: Tx, userId: string, hash: string) {
  await tx.sql.updateTable('users').set({ password_hash: hash }).where('id', '=', userId).execute()
}

export async function ownerExists(tx: Tx): Promise<boolean> {
  return (await tx.sql.selectFrom('members').select('id').where('role', '=', 'owner').limit(1).executeTakeFirst()) !== undefined
}

export async function insertOrganization(tx: Tx, o: { name: string; slug: string }): Promise<string | null> {
  const row = await tx.sql.insertInto('organizations').values({ id: newId('org', tx.now), name: o.name, slug: o.slug, created_at: tx.now }).onConflict((c) => c.column('slug').doNothing()).returning('id').executeTakeFirst()
  return row?.id ?? null
}

const orgColumns = ['id', 'name', 'slug', 'about', 'website', 'how_we_work'] as const

export async function organizationById(tx: Tx, id: string): Promise<Organization> {
  return tx.sql.selectFrom('organizations').select(orgColumns).where('id', '=', id).executeTakeFirstOrThrow()
}

export async function organizationsOf(tx: Tx, userId: string) {
  return tx.sql.selectFrom('members as m').innerJoin('organizations as o', 'o.id', 'm.org_id').select(['o.id', 'o.name', 'o.slug']).where('m.user_id', '=', userId).where('m.removed_at', 'is', null).orderBy('o.name').execute()
}

export async function changeOrganization(tx: Tx, id: string, change: Partial<Pick<Organization, 'name' | 'about' | 'website' | 'how_we_work'>>) {
  if (Object.keys(change).length > 0) await tx.sql.updateTable('organizations').set(change).where('id', '=', id).execute()
}

export interface MemberRow {
  id: string
  org_id: string
  user_id: string
  role: Role
  name: string
  email: string
  created_at: Date
  removed_at: Date | null
}

function members(tx: Tx) {
  return tx.sql.selectFrom('members as m').innerJoin('users as u', 'u.id', 'm.user_id').select(['m.id', 'm.org_id', 'm.user_id', sql<Role>`m.role`.as('role'), 'u.name', 'u.email', 'm.created_at', 'm.removed_at'])
}

export async function insertMember(tx: Tx, m: { orgId: string; userId: string; role: Role }): Promise<string | null> {
  const row = await tx.sql.insertInto('members').values({ id: newId('mem', tx.now), org_id: m.orgId, user_id: m.userId, role: m.role, created_at: tx.now }).onConflict((c) => c.columns(['org_id', 'user_id']).where('removed_at', 'is', null).doNothing()).returning('id').executeTakeFirst()
  return row?.id ?? null
}

export async function membersOf(tx: Tx, orgId: string): Promise<MemberRow[]> {
  return members(tx).where('m.org_id', '=', orgId).where('m.removed_at', 'is', null).orderBy('m.created_at').execute()
}

export async function membersByIds(tx: Tx, ids: readonly string[]): Promise<MemberRow[]> {
  return ids.length === 0 ? [] : members(tx).where('m.id', 'in', ids).execute()
}

/** A member who is still one; the row is held so that two owners can't remove each other at once. */
export async function lockMember(tx: Tx, orgId: string, id: string): Promise<MemberRow | null> {
  await tx.sql.selectFrom('members').select('id').where('org_id', '=', orgId).where('role', '=', 'owner').orderBy('id').forUpdate().execute()
  return (await members(tx).where('m.id', '=', id).where('m.org_id', '=', orgId).where('m.removed_at', 'is', null).executeTakeFirst()) ?? null
}

export async function countOwners(tx: Tx, orgId: string): Promise<number> {
  return (await membersOf(tx, orgId)).filter((m) => m.role === 'owner').length
}

export async function membership(tx: Tx, userId: string, orgId?: string): Promise<MemberRow | null> {
  let query = members(tx).where('m.user_id', '=', userId).where('m.removed_at', 'is', null)
  if (orgId) query = query.where('m.org_id', '=', orgId)
  return (await query.orderBy('m.created_at').limit(1).executeTakeFirst()) ?? null
}

export async function setRole(tx: Tx, id: string, role: Role) {
  await tx.sql.updateTable('members').set({ role }).where('id', '=', id).execute()
}

/** Their sessions of this organization and their tokens end in the same moment. */
export async function removeMemberRow(tx: Tx, m: MemberRow) {
  await tx.sql.updateTable('members').set({ removed_at: tx.now }).where('id', '=', m.id).execute()
  await tx.sql.updateTable('sessions').set({ ended_at: tx.now }).where('user_id', '=', m.user_id).where('org_id', '=', m.org_id).where('ended_at', 'is', null).execute()
  await tx.sql.updateTable('api_tokens').set({ revoked_at: tx.now }).where('member_id', '=', m.id).where('revoked_at', 'is', null).execute()
}
