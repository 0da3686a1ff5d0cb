import type { Tx } from '#server/platform/tx.ts'

/** Words to the candidate about their work: a draft of the team's until it is sent, then final. */
export interface Feedback {
  applicationId: string
  text: string
  sentAt: Date | null
  sentBy: string | null
  /** It was the message of a rejection, whose mail carries it. */
  withRejection: boolean
}

export async function findFeedback(tx: Tx, applicationId: string): Promise<Feedback | null> {
  const row = await tx.sql.selectFrom('feedback').selectAll().where('application_id', '=', applicationId).executeTakeFirst()
  return row ? { applicationId: row.application_id, text: row.text, sentAt: row.sent_at, sentBy: row.sent_by, withRejection: row.with_rejection } : null
}

export async function putFeedback(tx: Tx, a: { id: string; orgId: string }, f: Omit<Feedback, 'applicationId'>): Promise<void> {
  const facts = { text: f.text, sent_at: f.sentAt, sent_by: f.sentBy, with_rejection: f.withRejection }
  await tx.sql.insertInto('feedback').values({ application_id: a.id, org_id: a.orgId, ...facts }).onConflict((c) => c.column('application_id').doUpdateSet(facts)).execute()
}
