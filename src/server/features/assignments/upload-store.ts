import { z } from 'zod'
import type { UploadedChange } from '#server/adapters/git/port.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { UploadFacts } from './assignment.ts'

export interface UploadRow {
  added: number | null
  modified: number | null
  removed: number | null
  leftOut: unknown
}

const names = z.array(z.string()).catch([])

export function uploadFacts({ added, modified, removed, leftOut }: UploadRow): UploadFacts {
  const changed = added === null || modified === null || removed === null ? null : { added, modified, removed }
  return { changed, leftOut: names.parse(leftOut) }
}

/** Written with the stamp of the first byte: from then on the push is known to have come by upload. */
export async function insertUpload(tx: Tx, pushId: string) {
  await tx.sql.insertInto('uploads').values({ push_id: pushId }).execute()
}

/** What the upload changed, found by the commit it became. */
export async function describeUpload(tx: Tx, assignmentId: string, u: UploadedChange) {
  const { added, modified, removed, leftOut } = u
  const ofCommit = tx.sql.selectFrom('push_updates').select('push_id').where('assignment_id', '=', assignmentId).where('commit_sha', '=', u.commit)
  await tx.sql
    .updateTable('uploads')
    .set({ added, modified, removed, left_out: JSON.stringify(leftOut) })
    .where('push_id', 'in', ofCommit)
    .execute()
}
