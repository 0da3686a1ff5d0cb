import { sql } from 'kysely'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface PublicOrganization {
  slug: string
  name: string
  about: string
  website: string
}

export async function organizationBySlug(tx: Tx, slug: string): Promise<PublicOrganization | null> {
  const row = await tx.sql.selectFrom('organizations').select(['slug', 'name', 'about', 'website']).where('slug', '=', slug).executeTakeFirst()
  return row ?? null
}

export async function insertFile(tx: Tx, f: { sha256: string; filename: string; contentType: string; size: number }): Promise<string> {
  const id = newId('fil', tx.now)
  await tx.sql.insertInto('files').values({ id, sha256: f.sha256, filename: f.filename, content_type: f.contentType, size: f.size, created_at: tx.now }).execute()
  return id
}

/** Gives an unclaimed file of the last day to an organization. @returns whether it was there to give */
export async function claimFile(tx: Tx, id: string, orgId: string): Promise<boolean> {
  const row = await tx.sql
    .updateTable('files')
    .set({ org_id: orgId, claimed_at: tx.now })
    .where('id', '=', id)
    .where('claimed_at', 'is', null)
    .where('created_at', '>', sql<Date>`hw_now() - interval '1 day'`)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
