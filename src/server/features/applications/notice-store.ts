import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

/** Tells the candidate, on their page and for ever, that something happened which they may hold against us. */
export async function tellCandidate(tx: Tx, applicationId: string, text: string): Promise<void> {
  await tx.sql.insertInto('application_notices').values({ id: newId('ntc', tx.now), application_id: applicationId, at: tx.now, text }).execute()
}

/** Oldest first. */
export async function noticesOf(tx: Tx, applicationId: string): Promise<{ at: string; text: string }[]> {
  const rows = await tx.sql.selectFrom('application_notices').select(['at', 'text']).where('application_id', '=', applicationId).orderBy('at').orderBy('id').execute()
  return rows.map((r) => ({ at: r.at.toISOString(), text: r.text }))
}

export async function putReferrer(tx: Tx, applicationId: string, memberId: string | null): Promise<void> {
  await tx.sql.updateTable('applications').set({ referred_by: memberId }).where('id', '=', applicationId).execute()
}
