import type { ReferenceCheck } from '#contract/references.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface ReferenceRow {
  id: string
  org_id: string
  application_id: string
  name: string
  email: string
  relationship: ReferenceCheck['referee']['relationship']
  note: string
  state: ReferenceCheck['state']
  caller_id: string | null
  starts_at: Date | null
  ends_at: Date | null
  time_zone: string | null
  phone: string
  sequence: number
  answers: Record<string, string>
  recommendation: ReferenceCheck['recommendation']
  invited_at: Date
  completed_at: Date | null
}

const columns = ['id', 'org_id', 'application_id', 'name', 'email', 'relationship', 'note', 'state', 'caller_id', 'starts_at', 'ends_at', 'time_zone', 'phone', 'sequence', 'answers', 'recommendation', 'invited_at', 'completed_at'] as const

function rows(tx: Tx) {
  return tx.sql.selectFrom('reference_checks').select(columns)
}
type Raw = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]
// Check constraints list the words; answers were validated by the contract when written.
const typed = (r: Raw) => r as unknown as ReferenceRow

export async function referencesOf(tx: Tx, applicationId: string): Promise<ReferenceRow[]> {
  return (await rows(tx).where('application_id', '=', applicationId).orderBy('position').execute()).map(typed)
}

export async function referenceById(tx: Tx, id: string): Promise<ReferenceRow | null> {
  const r = await rows(tx).where('id', '=', id).executeTakeFirst()
  return r ? typed(r) : null
}

export async function lockReference(tx: Tx, id: string): Promise<ReferenceRow | null> {
  const r = await rows(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return r ? typed(r) : null
}

/** A referee's own row by the hash of their link, while the link is good. */
export async function referenceByToken(tx: Tx, tokenHash: string): Promise<ReferenceRow | null> {
  const r = await rows(tx).where('token_hash', '=', tokenHash).where('token_expires_at', '>', tx.now).executeTakeFirst()
  return r ? typed(r) : null
}

export interface NewReference {
  orgId: string
  applicationId: string
  position: number
  name: string
  email: string
  relationship: string
  note: string
  tokenHash: string
  tokenExpiresAt: Date
}

export async function insertReference(tx: Tx, r: NewReference): Promise<string> {
  const id = newId('rck', tx.now)
  await tx.sql.insertInto('reference_checks').values({ id, org_id: r.orgId, application_id: r.applicationId, position: r.position, name: r.name, email: r.email, relationship: r.relationship, note: r.note, token_hash: r.tokenHash, token_expires_at: r.tokenExpiresAt, invited_at: tx.now }).execute()
  return id
}

export type ReferenceChange = Partial<Pick<ReferenceRow, 'state' | 'caller_id' | 'starts_at' | 'ends_at' | 'time_zone' | 'phone' | 'sequence' | 'recommendation' | 'completed_at'>> & { answers?: Record<string, string> }

export async function changeReference(tx: Tx, id: string, change: ReferenceChange): Promise<void> {
  const { answers, ...rest } = change
  await tx.sql.updateTable('reference_checks').set({ ...rest, ...(answers ? { answers: JSON.stringify(answers) } : {}) }).where('id', '=', id).execute()
}
