import type { Criterion } from '#contract/process.ts'
import type { Card, Recommendation, Score, Seal } from '#contract/scorecards.ts'
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
    missing: [...lacks],
  }
}

const NO_REMARKS: ReadonlySet<string> = new Set()

/** What a card lacks where there is nothing to pin a remark to. */
export function missingInCard(criteria: readonly Criterion[], c: CardFacts): Missing[] {
  return missingFields({ ...c, criteria, pinned: NO_REMARKS })
}

/**
 * What a seal commits to, as canonical JSON: the scores, the verdict and `about`: what is scored, by which rubric, and what
 * else counts. Its SHA-256 goes into the event chain when a card is sealed, so that nobody can change what it says
 * afterwards. The order of rows does not count. What a field's absence says as well is left out: seals from before there
 * was such a field stay true.
 */
export function sealDocument(c: Pick<CardFacts, 'scores' | 'summary' | 'recommendation'>, about: Readonly<Record<string, unknown>>): string {
  const scores = c.scores.toSorted((a, b) => (a.criterion_id < b.criterion_id ? -1 : 1)).map(({ cannot_assess: reason, ...score }) => (reason === null ? score : { ...score, cannot_assess: reason }))
  return canonicalJson({ ...about, scores, summary: c.summary, recommendation: c.recommendation })
}

/** Where a seal was recorded. */
export interface RecordedSeal {
  seq: number
  at: Date
  sha256: string
}

/**
 * Whether a card still says what was sealed: by its own hash and by the one in the event chain, which nobody can change
 * without breaking the chain.
 */
export function checkSeal(document: string, kept: string | null, recorded: RecordedSeal | undefined): Seal {
  const sha256 = sha256Hex(document)
  return { document, sha256, recorded_sha256: recorded?.sha256 ?? null, recorded_at: recorded?.at.toISOString() ?? null, event_seq: recorded?.seq ?? null, holds: sha256 === kept && sha256 === recorded?.sha256 }
}
