import type { MailDraft } from '../feature.ts'
import type { Tx } from '../tx.ts'

interface NewMail {
  id: string
  key: string
  orgId: string | null
  draft: MailDraft
  text: string
  html: string
}

/** @returns false when this cause has been mailed already */
export async function insertMail(tx: Tx, m: NewMail): Promise<boolean> {
  const result = await tx.sql
    .insertInto('mails')
    .values({
      id: m.id,
      org_id: m.orgId,
      application_id: m.draft.applicationId ?? null,
      key: m.key,
      to_name: m.draft.to.name,
      to_address: m.draft.to.address,
      from_name: m.draft.fromName,
      subject: m.draft.subject,
      text: m.text,
      html: m.html,
      ics: m.draft.calendar?.ics ?? null,
      ics_method: m.draft.calendar?.method ?? null,
      secret: m.draft.secret ?? false,
      created_at: tx.now,
    })
    .onConflict((c) => c.column('key').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function loadMail(tx: Tx, id: string) {
  return tx.sql.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function markMail(tx: Tx, id: string, state: 'sent' | 'failed') {
  await tx.sql.updateTable('mails').set({ state, sent_at: tx.now }).where('id', '=', id).execute()
}
