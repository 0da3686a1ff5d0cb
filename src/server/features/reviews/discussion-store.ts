import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Discussion, Outcome, Spread } from './discussion.ts'

/** Opens discussions in the transaction that reveals the round; there are none before. */
export async function insertDiscussions(tx: Tx, roundId: string, spreads: readonly Spread[]): Promise<void> {
  if (spreads.length === 0) return
  await tx.sql.insertInto('review_discussions').values(spreads.map((s) => ({ round_id: roundId, criterion_id: s.criterionId, spread: s.spread, opened_at: tx.now }))).execute()
}

export async function insertOutcome(tx: Tx, roundId: string, o: { criterionId: string; outcome: string; level: number | null; by: string }): Promise<void> {
  await tx.sql.insertInto('discussion_outcomes').values({ id: newId('dis', tx.now), round_id: roundId, criterion_id: o.criterionId, outcome: o.outcome, level: o.level, recorded_by: o.by, recorded_at: tx.now }).execute()
}

/** The discussions of a revealed round with everything recorded about them. Of any other round there are none. */
export async function listDiscussions(tx: Tx, roundId: string): Promise<Discussion[]> {
  const opened = await tx.sql.selectFrom('review_discussions as d').innerJoin('review_rounds as r', 'r.id', 'd.round_id').select(['d.criterion_id', 'd.spread']).where('d.round_id', '=', roundId).where('r.revealed_at', 'is not', null).orderBy('d.criterion_id').execute()
  const outcomes = opened.length === 0 ? [] : await outcomesOf(tx, roundId)
  return opened.map((d) => ({ criterionId: d.criterion_id, spread: d.spread, outcomes: outcomes.filter((o) => o.criterionId === d.criterion_id) }))
}

async function outcomesOf(tx: Tx, roundId: string): Promise<(Outcome & { criterionId: string })[]> {
  const rows = await tx.sql
    .selectFrom('discussion_outcomes as o')
    .innerJoin('members as m', 'm.id', 'o.recorded_by')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['o.criterion_id', 'o.outcome', 'o.level', 'o.recorded_at', 'u.name'])
    .where('o.round_id', '=', roundId)
    .orderBy('o.recorded_at')
    .orderBy('o.id')
    .execute()
  return rows.map((r) => ({ criterionId: r.criterion_id, outcome: r.outcome, level: r.level, by: r.name, at: r.recorded_at }))
}
