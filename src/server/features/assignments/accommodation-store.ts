import type { Tx } from '#server/platform/tx.ts'

export interface StoredRequest {
  text: string
  askedAt: Date
  answer: string
  answeredAt: Date | null
}

/** null where nothing is asked for, also when it was taken back. */
export async function findRequest(tx: Tx, assignmentId: string): Promise<StoredRequest | null> {
  const row = await tx.sql.selectFrom('accommodation_requests').select(['text', 'asked_at as askedAt', 'answer', 'answered_at as answeredAt']).where('assignment_id', '=', assignmentId).where('text', '<>', '').executeTakeFirst()
  return row ?? null
}

/** What is written anew waits for an answer of its own. @returns whether it is the first */
export async function putRequest(tx: Tx, assignmentId: string, text: string): Promise<boolean> {
  const before = await tx.sql.selectFrom('accommodation_requests').select('asked_at').where('assignment_id', '=', assignmentId).executeTakeFirst()
  const asked = { text, asked_at: tx.now, answer: '', answered_by: null, answered_at: null }
  await tx.sql.insertInto('accommodation_requests').values({ assignment_id: assignmentId, ...asked }).onConflict((c) => c.column('assignment_id').doUpdateSet(asked)).execute()
  return before === undefined
}

/** Its words are gone; that there was one stays, so that asking again keeps no window open again. */
export async function deleteRequest(tx: Tx, assignmentId: string) {
  await tx.sql.updateTable('accommodation_requests').set({ text: '', answer: '', answered_by: null, answered_at: null }).where('assignment_id', '=', assignmentId).execute()
}

export async function answerRequest(tx: Tx, assignmentId: string, a: { answer: string; by: string }) {
  await tx.sql.updateTable('accommodation_requests').set({ answer: a.answer, answered_by: a.by, answered_at: tx.now }).where('assignment_id', '=', assignmentId).execute()
}
