import type { Recommendation, Score } from '#contract/scorecards.ts'
import type { CardFacts } from '#server/features/scorecards/index.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface ScorecardRow {
  id: string
  author_id: string
  summary: string
  recommendation: string | null
  sealed_at: Date | null
  sha256: string | null
}

const columns = ['id', 'author_id', 'summary', 'recommendation', 'sealed_at', 'sha256'] as const

/** The scorecards this transaction's member may see: their own, and sealed ones. Row-level security says the same. */
export async function visibleScorecards(tx: Tx, interviewId: string): Promise<ScorecardRow[]> {
  const me = tx.principal.kind === 'member' ? tx.principal.memberId : ''
  return tx.sql.selectFrom('interview_scorecards').select(columns).where('interview_id', '=', interviewId).where((eb) => eb.or([eb('author_id', '=', me), eb('sealed_at', 'is not', null)])).orderBy('created_at').execute()
}

/** A card with its scores. */
export async function cardOf(tx: Tx, row: ScorecardRow): Promise<CardFacts> {
  // Validated by the contract when it was written.
  return { scores: await scoresOf(tx, row.id), summary: row.summary, recommendation: row.recommendation as Recommendation | null, sealedAt: row.sealed_at, sha256: row.sha256 }
}

async function scoresOf(tx: Tx, scorecardId: string): Promise<Score[]> {
  return tx.sql.selectFrom('interview_scores').select(['criterion_id', 'level', 'cannot_assess', 'evidence']).where('scorecard_id', '=', scorecardId).execute()
}

/** The author's own card, made when there is none. */
export async function ownScorecard(tx: Tx, interviewId: string, authorId: string): Promise<ScorecardRow> {
  await tx.sql.insertInto('interview_scorecards').values({ id: newId('scd', tx.now), interview_id: interviewId, author_id: authorId, created_at: tx.now }).onConflict((c) => c.columns(['interview_id', 'author_id']).doNothing()).execute()
  return tx.sql.selectFrom('interview_scorecards').select(columns).where('interview_id', '=', interviewId).where('author_id', '=', authorId).executeTakeFirstOrThrow()
}

export async function putScore(tx: Tx, scorecardId: string, s: Score) {
  await tx.sql.insertInto('interview_scores').values({ scorecard_id: scorecardId, ...s }).onConflict((c) => c.columns(['scorecard_id', 'criterion_id']).doUpdateSet({ level: s.level, cannot_assess: s.cannot_assess, evidence: s.evidence })).execute()
}

export async function changeScorecard(tx: Tx, id: string, change: Partial<Pick<ScorecardRow, 'summary' | 'recommendation' | 'sealed_at' | 'sha256'>>) {
  await tx.sql.updateTable('interview_scorecards').set(change).where('id', '=', id).execute()
}

/** Whether the interviewer's card is sealed: what the stage needs to know, and all it may. */
export async function sealedCount(tx: Tx, interviewId: string): Promise<number> {
  const row = await tx.sql.selectFrom('interview_scorecards').select((eb) => eb.fn.countAll<number>().as('n')).where('interview_id', '=', interviewId).where('sealed_at', 'is not', null).executeTakeFirstOrThrow()
  return row.n
}
