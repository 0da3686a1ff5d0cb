import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadApplicationForMember } from './access.ts'
import { insertNote } from './store.ts'

/** A note for the team. The event carries its id; the text stays in its own table, which no candidate view reads. */
export async function addNote(tx: Tx, id: string, text: string): Promise<{ ok: true }> {
  const a = await loadApplicationForMember(tx, id)
  const noteId = await insertNote(tx, a.id, requireMember(tx).memberId, text)
  await record(tx, 'application.note_added', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, note_id: noteId })
  return { ok: true }
}
