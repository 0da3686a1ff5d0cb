import type { Tx } from '#server/platform/tx.ts'

export interface FeedbackRow {
  text: string
  sent_at: Date | null
  sent_by: string | null
}

export async function feedbackOf(tx: Tx, applicationId: string): Promise<FeedbackRow | null> {
  return (await tx.sql.selectFrom('feedback').select(['text', 'sent_at', 'sent_by']).where('application_id', '=', applicationId).executeTakeFirst()) ?? null
}

/** @returns false when it has been sent before */
export async function putFeedback(tx: Tx, f: { orgId: string; applicationId: string; text: string; sentBy: string | null }): Promise<boolean> {
  const sent = f.sentBy ? { sent_at: tx.now, sent_by: f.sentBy } : {}
  const result = await tx.sql
    .insertInto('feedback')
    .values({ application_id: f.applicationId, org_id: f.orgId, text: f.text, saved_at: tx.now, ...sent })
    .onConflict((c) => c.column('application_id').doUpdateSet({ text: f.text, saved_at: tx.now, ...sent }).where('feedback.sent_at', 'is', null))
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}
