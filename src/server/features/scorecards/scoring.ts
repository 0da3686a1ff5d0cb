import type { Criterion } from '#contract/process.ts'
import type { Score } from '#contract/reviews.ts'

/** Evidence is a remark pinned to the work, or at least this many characters. */
export const EVIDENCE_MIN = 30

export interface Card {
  criteria: readonly Criterion[]
  scores: readonly Score[]
  summary: string
  recommendation: string | null
  /** Criteria that some pinned remark is evidence for. */
  pinned: ReadonlySet<string>
}

/** What a scorecard still lacks before it can be sealed, as sentences; empty when nothing. */
export function missingForSeal(card: Card): string[] {
  const missing = card.criteria.flatMap((c) => missingOf(c, card))
  if (card.summary.trim().length < EVIDENCE_MIN) missing.push(`Write a summary of at least ${EVIDENCE_MIN} characters.`)
  if (card.recommendation === null) missing.push('Choose a recommendation.')
  return missing
}

function missingOf(c: Criterion, card: Card): string[] {
  const score = card.scores.find((s) => s.criterion_id === c.id)
  if (!score) return [`Score “${c.name}”.`]
  const founded = card.pinned.has(c.id) || score.evidence.trim().length >= EVIDENCE_MIN
  return founded ? [] : [`Say what the score for “${c.name}” rests on: a line of the work, or ${EVIDENCE_MIN} characters.`]
}

/** The widest gap between two people's levels for one criterion; two or more is worth a talk. */
export function spread(levels: readonly number[]): number {
  return levels.length < 2 ? 0 : Math.max(...levels) - Math.min(...levels)
}
