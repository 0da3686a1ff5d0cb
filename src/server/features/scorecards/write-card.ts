import type { Criterion } from '#contract/process.ts'
import type { ScoreFacts, Verdict } from '#contract/scorecards.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import type { Tx } from '#server/platform/tx.ts'
import { missingInCard, sealDocument } from './card.ts'
import { criterionUnknown, scorecardIncomplete, scorecardSealed } from './errors.ts'
import { type KeptCard, markSealed, ownCard, putScore, putVerdict, type Subject } from './store.ts'

/** What is scored, and by which criteria. Whoever calls has made sure that the acting member scores it. */
export interface Scoring {
  about: Subject
  criteria: readonly Criterion[]
}

/** Scores one criterion, or says why it can't be assessed. @throws Refusal scorecard_sealed, criterion_unknown */
export async function saveCardScore(tx: Tx, { about, criteria }: Scoring, criterionId: string, score: ScoreFacts): Promise<void> {
  const card = await openCard(tx, about)
  if (!criteria.some((c) => c.id === criterionId)) throw criterionUnknown()
  await putScore(tx, card.id, { criterion_id: criterionId, ...score })
}

/** Keeps the summary and the recommendation. @throws Refusal scorecard_sealed */
export async function saveCardVerdict(tx: Tx, { about }: Scoring, verdict: Verdict): Promise<void> {
  const card = await openCard(tx, about)
  await putVerdict(tx, card.id, verdict)
}

/**
 * Seals the acting member's card for good: others may read it from here on, and nobody may change it. The caller records
 * the hash in the event chain.
 * @throws Refusal scorecard_incomplete with everything that is missing
 */
export async function sealCard(tx: Tx, { about, criteria }: Scoring): Promise<{ scorecard_id: string; sha256: string }> {
  const card = await openCard(tx, about)
  const missing = missingInCard(criteria, card)
  if (missing.length > 0) throw scorecardIncomplete(missing)
  const sha256 = sha256Hex(sealDocument(card, { scorecard_id: card.id, rubric_sha256: sha256Hex(canonicalJson(criteria)) }))
  await markSealed(tx, card.id, sha256)
  return { scorecard_id: card.id, sha256 }
}

async function openCard(tx: Tx, about: Subject): Promise<KeptCard> {
  const card = await ownCard(tx, about)
  if (card.sealedAt) throw scorecardSealed()
  return card
}
