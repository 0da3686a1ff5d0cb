import type { Recommendation, Score, Verdict } from '#contract/scorecards.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { CardFacts } from './card.ts'

/** What a card is about, by the column that names it. A new kind of thing to score is a column and a line here. */
export interface Subject {
  interview_id: string
}

/** A card of one person's, with its scores. */
export interface KeptCard extends CardFacts {
  id: string
  authorId: string
}

function cards(tx: Tx, about: Subject) {
  return tx.sql.selectFrom('scorecards').select(['id', 'author_id', 'summary', 'recommendation', 'sealed_at', 'sha256']).where('interview_id', '=', about.interview_id)
}
type Row = Awaited<ReturnType<ReturnType<typeof cards>['execute']>>[number]

async function withScores(tx: Tx, rows: readonly Row[]): Promise<KeptCard[]> {
  const scores = await scoresOf(tx, rows.map((r) => r.id))
  return rows.map((r) => ({
    id: r.id,
    authorId: r.author_id,
    scores: scores.filter((s) => s.scorecard_id === r.id).map(({ scorecard_id: _, ...score }) => score),
    summary: r.summary,
    // Validated by the contract when it was written.
    recommendation: r.recommendation as Recommendation | null,
    sealedAt: r.sealed_at,
    sha256: r.sha256,
  }))
}

async function scoresOf(tx: Tx, cardIds: readonly string[]): Promise<(Score & { scorecard_id: string })[]> {
  if (cardIds.length === 0) return []
  return tx.sql.selectFrom('scorecard_scores').selectAll().where('scorecard_id', 'in', cardIds).orderBy('criterion_id').execute()
}

const memberIdOf = (tx: Tx) => (tx.principal.kind === 'member' ? tx.principal.memberId : '')

/** The cards whoever acts may see: their own, and sealed ones. Row-level security says the same. */
export async function visibleCards(tx: Tx, about: Subject): Promise<KeptCard[]> {
  const rows = await cards(tx, about).where((eb) => eb.or([eb('author_id', '=', memberIdOf(tx)), eb('sealed_at', 'is not', null)])).orderBy('created_at').orderBy('id').execute()
  return withScores(tx, rows)
}

/** The acting member's own card, made when there is none. */
export async function ownCard(tx: Tx, about: Subject): Promise<KeptCard> {
  const author = memberIdOf(tx)
  await tx.sql.insertInto('scorecards').values({ id: newId('scd', tx.now), ...about, author_id: author, created_at: tx.now }).onConflict((c) => c.columns(['interview_id', 'author_id']).doNothing()).execute()
  const [mine] = await withScores(tx, await cards(tx, about).where('author_id', '=', author).execute())
  if (!mine) throw new Error('A card that was just made is not there')
  return mine
}

export async function putScore(tx: Tx, cardId: string, s: Score): Promise<void> {
  await tx.sql.insertInto('scorecard_scores').values({ scorecard_id: cardId, ...s }).onConflict((c) => c.columns(['scorecard_id', 'criterion_id']).doUpdateSet({ level: s.level, cannot_assess: s.cannot_assess, evidence: s.evidence })).execute()
}

export async function putVerdict(tx: Tx, cardId: string, { summary, recommendation }: Verdict): Promise<void> {
  await tx.sql.updateTable('scorecards').set({ summary, recommendation }).where('id', '=', cardId).execute()
}

export async function markSealed(tx: Tx, cardId: string, sha256: string): Promise<void> {
  await tx.sql.updateTable('scorecards').set({ sealed_at: tx.now, sha256 }).where('id', '=', cardId).execute()
}

/** How many cards are sealed: what a stage needs to know, and all it may. */
export async function countSealed(tx: Tx, about: Subject): Promise<number> {
  const row = await tx.sql.selectFrom('scorecards').select((eb) => eb.fn.countAll<number>().as('n')).where('interview_id', '=', about.interview_id).where('sealed_at', 'is not', null).executeTakeFirstOrThrow()
  return row.n
}
