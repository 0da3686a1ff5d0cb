import type { Rubric } from '#contract/process.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface RoundRow {
  id: string
  org_id: string
  application_id: string
  stage_key: string
  submission_id: string
  rubric: Rubric
  wanted: number
  opened_at: Date
  due_at: Date | null
  revealed_at: Date | null
}

const columns = ['id', 'org_id', 'application_id', 'stage_key', 'submission_id', 'rubric', 'wanted', 'opened_at', 'due_at', 'revealed_at'] as const
// Written from a validated rubric.
const typed = (r: Omit<RoundRow, 'rubric'> & { rubric: unknown }): RoundRow => ({ ...r, rubric: r.rubric as Rubric })

export async function insertRound(tx: Tx, r: { orgId: string; applicationId: string; stageKey: string; submissionId: string; rubric: Rubric; wanted: number; dueAt: Date | null }): Promise<string | null> {
  const row = await tx.sql
    .insertInto('review_rounds')
    .values({ id: newId('rnd', tx.now), org_id: r.orgId, application_id: r.applicationId, stage_key: r.stageKey, submission_id: r.submissionId, rubric: JSON.stringify(r.rubric), wanted: r.wanted, opened_at: tx.now, due_at: r.dueAt })
    .onConflict((c) => c.column('application_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function roundOf(tx: Tx, applicationId: string): Promise<RoundRow | null> {
  const r = await tx.sql.selectFrom('review_rounds').select(columns).where('application_id', '=', applicationId).executeTakeFirst()
  return r ? typed(r) : null
}

/** Holding the row: seals of one round come one after the other, so that exactly one of them is the last. */
export async function lockRound(tx: Tx, id: string): Promise<RoundRow | null> {
  const r = await tx.sql.selectFrom('review_rounds').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
  return r ? typed(r) : null
}

export async function roundById(tx: Tx, id: string): Promise<RoundRow | null> {
  const r = await tx.sql.selectFrom('review_rounds').select(columns).where('id', '=', id).executeTakeFirst()
  return r ? typed(r) : null
}

export async function roundsOfReviewer(tx: Tx, memberId: string): Promise<RoundRow[]> {
  const rows = await tx.sql
    .selectFrom('review_rounds as r')
    .innerJoin('round_reviewers as m', 'm.round_id', 'r.id')
    .select(columns.map((c) => `r.${c}` as const))
    .where('m.member_id', '=', memberId)
    .where('m.replaced_at', 'is', null)
    .orderBy('r.revealed_at', (o) => o.desc().nullsFirst())
    .orderBy('r.opened_at', 'desc')
    .limit(200)
    .execute()
  return rows.map(typed)
}

export interface ReviewerRow {
  member_id: string
  state: 'assigned' | 'submitted'
  replaced_at: Date | null
}

/** Everybody who is or was asked. */
export async function reviewersOf(tx: Tx, roundId: string): Promise<ReviewerRow[]> {
  const rows = await tx.sql.selectFrom('round_reviewers').select(['member_id', 'state', 'replaced_at']).where('round_id', '=', roundId).orderBy('assigned_at').orderBy('member_id').execute()
  return rows.map((r) => ({ ...r, state: r.state as ReviewerRow['state'] }))
}

export async function insertReviewer(tx: Tx, roundId: string, memberId: string) {
  await tx.sql.insertInto('round_reviewers').values({ round_id: roundId, member_id: memberId, assigned_at: tx.now }).execute()
}

export async function markSubmitted(tx: Tx, roundId: string, memberId: string) {
  await tx.sql.updateTable('round_reviewers').set({ state: 'submitted' }).where('round_id', '=', roundId).where('member_id', '=', memberId).execute()
}

export async function markReplaced(tx: Tx, roundId: string, memberId: string) {
  await tx.sql.updateTable('round_reviewers').set({ replaced_at: tx.now }).where('round_id', '=', roundId).where('member_id', '=', memberId).execute()
}

export async function reveal(tx: Tx, roundId: string) {
  await tx.sql.updateTable('review_rounds').set({ revealed_at: tx.now }).where('id', '=', roundId).execute()
}

/** Rounds each member has still to review, for sharing the load. */
export async function openLoad(tx: Tx, memberIds: readonly string[]): Promise<Map<string, number>> {
  if (memberIds.length === 0) return new Map()
  const rows = await tx.sql.selectFrom('round_reviewers').select(['member_id', (eb) => eb.fn.countAll<number>().as('n')]).where('member_id', 'in', memberIds).where('state', '=', 'assigned').where('replaced_at', 'is', null).groupBy('member_id').execute()
  return new Map(rows.map((r) => [r.member_id, r.n]))
}
