import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Conflict } from './conflict.ts'

export type NewConflict = Pick<Conflict, 'orgId' | 'candidateId' | 'applicationId' | 'memberId' | 'declaredBy' | 'words'>

/** @returns false when the same was said before, and stands */
export async function insertConflict(tx: Tx, c: NewConflict): Promise<boolean> {
  const done = await tx.sql
    .insertInto('review_conflicts')
    .values({ id: newId('cfl', tx.now), org_id: c.orgId, candidate_id: c.candidateId, application_id: c.applicationId, member_id: c.memberId, declared_by: c.declaredBy, words: c.words, declared_at: tx.now })
    .onConflict((o) => o.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

function conflicts(tx: Tx) {
  return tx.sql
    .selectFrom('review_conflicts as c')
    .innerJoin('applications as a', 'a.id', 'c.application_id')
    .innerJoin('jobs as j', 'j.id', 'a.job_id')
    .selectAll('c')
    .select(['a.job_id', 'j.title as job_title'])
}
type Row = Awaited<ReturnType<ReturnType<typeof conflicts>['execute']>>[number]

function conflictOf(r: Row): Conflict {
  const takenBack = r.taken_back_at && r.taken_back_by !== null ? { at: r.taken_back_at, by: r.taken_back_by } : null
  return { id: r.id, orgId: r.org_id, candidateId: r.candidate_id, applicationId: r.application_id, jobId: r.job_id, jobTitle: r.job_title, memberId: r.member_id, declaredBy: r.declared_by, words: r.words, declaredAt: r.declared_at, takenBack }
}

/** The newest first. */
export async function listConflictsOf(tx: Tx, candidateId: string): Promise<Conflict[]> {
  return (await conflicts(tx).where('c.candidate_id', '=', candidateId).orderBy('c.declared_at', 'desc').orderBy('c.id', 'desc').execute()).map(conflictOf)
}

export async function listConflictsAbout(tx: Tx, memberId: string): Promise<Conflict[]> {
  return (await conflicts(tx).where('c.member_id', '=', memberId).orderBy('c.declared_at', 'desc').orderBy('c.id', 'desc').limit(200).execute()).map(conflictOf)
}

/** Held until the transaction ends: it is taken back once. */
export async function lockConflict(tx: Tx, id: string): Promise<Conflict | null> {
  await tx.sql.selectFrom('review_conflicts').select('id').where('id', '=', id).forUpdate().execute()
  const row = await conflicts(tx).where('c.id', '=', id).executeTakeFirst()
  return row ? conflictOf(row) : null
}

export async function markTakenBack(tx: Tx, id: string, by: string): Promise<void> {
  await tx.sql.updateTable('review_conflicts').set({ taken_back_at: tx.now, taken_back_by: by }).where('id', '=', id).execute()
}

/** What keeps people out of a round that opened then: what stands, and what was taken back since. */
export async function listConflictsFor(tx: Tx, candidateId: string, openedAt: Date): Promise<Conflict[]> {
  return (await listConflictsOf(tx, candidateId)).filter((c) => !c.takenBack || c.takenBack.at >= openedAt)
}
