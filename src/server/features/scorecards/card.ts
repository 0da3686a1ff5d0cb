import type { Criterion } from '#contract/process.ts'
import type { Card, Recommendation, Score } from '#contract/scorecards.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import { type Missing, missingFields, weightedOf } from './scoring.ts'

/** What somebody scored against a rubric, whatever it is about. */
export interface CardFacts {
  scores: readonly Score[]
  summary: string
  recommendation: Recommendation | null
  sealedAt: Date | null
  sha256: string | null
}

/** A card as it crosses the wire. `lacks` is what its author is told is missing; nobody else is told anything. */
export function presentCard(criteria: readonly Criterion[], c: CardFacts, lacks: readonly Missing[]): Card {
  return {
    criteria: [...criteria],
    scores: [...c.scores],
    weighted: weightedOf(criteria, c.scores),
    summary: c.summary,
    recommendation: c.recommendation,
    sealed_at: c.sealedAt?.toISOString() ?? null,
    sha256: c.sha256,
    missing: lacks.map((m) => m.message),
  }
}

const NO_REMARKS: ReadonlySet<string> = new Set()

/** What a card lacks where there is nothing to pin a remark to. */
export function missingInCard(criteria: readonly Criterion[], c: CardFacts): Missing[] {
  return missingFields({ ...c, criteria, pinned: NO_REMARKS })
}

/**
 * The commitment that goes into the event chain when a card is sealed: nobody can change what it says afterwards. It is
 * SHA-256 over canonical JSON of the scores, the verdict and `about`: what is scored, by which rubric, and what else
 * counts. The order of rows does not. What a field's absence says as well is left out: seals from before there was
 * such a field stay true.
 */
export function sealHash(c: Pick<CardFacts, 'scores' | 'summary' | 'recommendation'>, about: Readonly<Record<string, unknown>>): string {
  const scores = c.scores.toSorted((a, b) => (a.criterion_id < b.criterion_id ? -1 : 1)).map(({ cannot_assess: reason, ...score }) => (reason === null ? score : { ...score, cannot_assess: reason }))
  return sha256Hex(canonicalJson({ ...about, scores, summary: c.summary, recommendation: c.recommendation }))
}
