import type { INTERVIEW_STATES } from '#contract/interviews.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface InterviewRow {
  id: string
  org_id: string
  application_id: string
  stage_key: string
  state: (typeof INTERVIEW_STATES)[number]
  interviewer_id: string | null
  starts_at: Date | null
  ends_at: Date | null
  candidate_time_zone: string | null
  location: string
  sequence: number
  held_at: Date | null
}

const columns = ['id', 'org_id', 'application_id', 'stage_key', 'state', 'interviewer_id', 'starts_at', 'ends_at', 'candidate_time_zone', 'location', 'sequence', 'held_at'] as const

// The check constraint lists the states.
const typed = (r: Omit<InterviewRow, 'state'> & { state: string }): InterviewRow => ({ ...r, state: r.state as InterviewRow['state'] })

export async function insertInterview(tx: Tx, i: { orgId: string; applicationId: string; stageKey: string; location: string }): Promise<string | null> {
  const row = await tx.sql.insertInto('interviews').values({ id: newId('int', tx.now), org_id: i.orgId, application_id: i.applicationId, stage_key: i.stageKey, location: i.location, created_at: tx.now }).onConflict((c) => c.columns(['application_id', 'stage_key']).doNothing()).returning('id').executeTakeFirst()
  return row?.id ?? null
}

export async function interviewOf(tx: Tx, applicationId: string, stageKey: string): Promise<InterviewRow | null> {
  const r = await tx.sql.selectFrom('interviews').select(columns).where('application_id', '=', applicationId).where('stage_key', '=', stageKey).executeTakeFirst()
  return r ? typed(r) : null
}

export async function interviewById(tx: Tx, id: string): Promise<InterviewRow | null> {
  const r = await tx.sql.selectFrom('interviews').select(columns).where('id', '=', id).executeTakeFirst()
  return r ? typed(r) : null
}

export async function lockInterview(tx: Tx, id: string): Promise<InterviewRow | null> {
  const r = await tx.sql.selectFrom('interviews').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
  return r ? typed(r) : null
}

export async function interviewsOfMember(tx: Tx, memberId: string): Promise<InterviewRow[]> {
  const rows = await tx.sql.selectFrom('interviews').select(columns).where('interviewer_id', '=', memberId).orderBy('starts_at', 'desc').limit(200).execute()
  return rows.map(typed)
}

export type InterviewChange = Partial<Pick<InterviewRow, 'state' | 'interviewer_id' | 'starts_at' | 'ends_at' | 'candidate_time_zone' | 'sequence' | 'held_at'>>

export async function changeInterview(tx: Tx, id: string, change: InterviewChange): Promise<void> {
  await tx.sql.updateTable('interviews').set(change).where('id', '=', id).execute()
}

export interface AgendaRow {
  id: string
  position: number
  source: 'standing' | 'review' | 'added'
  text: string
  prompt: string
  path: string
  line: number
}

export async function agendaOf(tx: Tx, interviewId: string): Promise<AgendaRow[]> {
  const rows = await tx.sql.selectFrom('agenda_items').select(['id', 'position', 'source', 'text', 'prompt', 'path', 'line']).where('interview_id', '=', interviewId).orderBy('position').execute()
  return rows.map((r) => ({ ...r, source: r.source as AgendaRow['source'] }))
}

/** Adds at the end. */
export async function insertAgendaItem(tx: Tx, interviewId: string, item: Omit<AgendaRow, 'id' | 'position'>) {
  const position = (await agendaOf(tx, interviewId)).reduce((max, i) => Math.max(max, i.position), 0) + 1
  await tx.sql.insertInto('agenda_items').values({ id: newId('agi', tx.now), interview_id: interviewId, position, ...item }).execute()
}

export async function pointItem(tx: Tx, interviewId: string, itemId: string, at: { path: string; line: number }): Promise<boolean> {
  const result = await tx.sql.updateTable('agenda_items').set(at).where('id', '=', itemId).where('interview_id', '=', interviewId).executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function deleteAddedItem(tx: Tx, interviewId: string, itemId: string): Promise<boolean> {
  const result = await tx.sql.deleteFrom('agenda_items').where('id', '=', itemId).where('interview_id', '=', interviewId).where('source', '=', 'added').executeTakeFirst()
  return result.numDeletedRows === 1n
}
