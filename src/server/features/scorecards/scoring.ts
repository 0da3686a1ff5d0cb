import type { Criterion } from '#contract/process.ts'
import type { Score } from '#contract/scorecards.ts'

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

/** Something a scorecard still lacks: the field it belongs to and a sentence that says what to do. */
export interface Missing {
  path: string
  message: string
}

/** What a scorecard still lacks before it can be sealed, as sentences; empty when nothing. */
export function missingForSeal(card: Card): string[] {
  return missingFields(card).map((m) => m.message)
}

/** The same, each with its field, for a refusal that a form shows in place. */
export function missingFields(card: Card): Missing[] {
  const missing = card.criteria.flatMap((c) => missingOf(c, card))
  if (card.summary.trim().length < EVIDENCE_MIN) missing.push({ path: 'summary', message: `Write a summary of at least ${EVIDENCE_MIN} characters.` })
  if (card.recommendation === null) missing.push({ path: 'recommendation', message: 'Choose a recommendation.' })
  return missing
}

function missingOf(c: Criterion, card: Card): Missing[] {
  const score = card.scores.find((s) => s.criterion_id === c.id)
  if (!score) return [{ path: `scores.${c.id}.level`, message: `Score “${c.name}”.` }]
  const founded = card.pinned.has(c.id) || score.evidence.trim().length >= EVIDENCE_MIN
  return founded ? [] : [{ path: `scores.${c.id}.evidence`, message: `Say what the score for “${c.name}” rests on: a line of the work, or ${EVIDENCE_MIN} characters.` }]
}

/** The widest gap between two people's levels for one criterion; two or more is worth a talk. */
export function spread(levels: readonly number[]): number {
  return levels.length < 2 ? 0 : Math.max(...levels) - Math.min(...levels)
}
