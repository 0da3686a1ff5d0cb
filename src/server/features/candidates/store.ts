import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The candidate of an address in an organization, made when new. The name is the one given last. */
export async function upsertCandidate(tx: Tx, c: { orgId: string; name: string; email: string }): Promise<string> {
  const row = await tx.sql
    .insertInto('candidates')
    .values({ id: newId('cand', tx.now), org_id: c.orgId, name: c.name, email: c.email, created_at: tx.now })
    .onConflict((conflict) => conflict.columns(['org_id', 'email']).doUpdateSet({ name: c.name }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Whether anybody with this address has applied anywhere here. */
export async function candidateExists(tx: Tx, email: string): Promise<boolean> {
  return (await tx.sql.selectFrom('candidates').select('id').where('email', '=', email).limit(1).executeTakeFirst()) !== undefined
}
