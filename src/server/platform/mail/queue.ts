import { newId } from '#server/lib/ids.ts'
import type { MailDraft } from '../feature.ts'
import { addTask } from '../tasks/tasks.ts'
import type { Tx } from '../tx.ts'
import { renderMail } from './render.ts'
import { insertMail } from './store.ts'

/**
 * Writes a mail to be sent after this transaction commits. `key` says what caused it: the same cause is mailed once,
 * and the Message-ID is made from it.
 */
export async function queueMail(tx: Tx, key: string, draft: MailDraft, orgId: string | null = null): Promise<void> {
  const id = newId('mal', tx.now)
  const added = await insertMail(tx, { id, key, orgId, draft, ...renderMail(draft) })
  if (added) await addTask(tx, { kind: 'mail.send', key: `mail.send:${id}`, orgId, payload: { mail_id: id }, dueAt: tx.now })
}
