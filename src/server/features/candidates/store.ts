import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The candidate of an address in an organization, made when new, and known by the name given now if `rename` says so. */
export async function upsertCandidate(tx: Tx, c: { orgId: string; name: string; email: string; rename: boolean }): Promise<string> {
  const row = await tx.sql
    .insertInto('candidates')
    .values({ id: newId('cand', tx.now), org_id: c.orgId, name: c.name, email: c.email, created_at: tx.now })
    .onConflict((conflict) => conflict.columns(['org_id', 'email']).doUpdateSet((eb) => ({ name: c.rename ? c.name : eb.ref('candidates.name') })))
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Whether anybody with this address has applied anywhere here. */
export async function candidateExists(tx: Tx, email: string): Promise<boolean> {
  return (await tx.sql.selectFrom('candidates').select('id').where('email', '=', email).limit(1).executeTakeFirst()) !== undefined
}
