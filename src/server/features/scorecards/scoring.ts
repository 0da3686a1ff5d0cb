import type { Criterion } from '#contract/process.ts'
import type { Score } from '#contract/scorecards.ts'

/** Evidence is a remark pinned to the work, or at least this many characters. */
export const EVIDENCE_MIN = 30

/** What is asked of every scorecard before it is sealed. */
export interface Scored {
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

/** What a scorecard still lacks before it can be sealed, each with its field; empty when nothing. */
export function missingFields(card: Scored): Missing[] {
  const missing = card.criteria.flatMap((c) => missingOf(c, card))
  if (card.summary.trim().length < EVIDENCE_MIN) missing.push({ path: 'summary', message: `Write a summary of at least ${EVIDENCE_MIN} characters.` })
  if (card.recommendation === null) missing.push({ path: 'recommendation', message: 'Choose a recommendation.' })
  return missing
}

/** A criterion that can't be assessed has its reason, and needs nothing else. */
function missingOf(c: Criterion, card: Scored): Missing[] {
  const score = card.scores.find((s) => s.criterion_id === c.id)
  if (!score) return [{ path: `scores.${c.id}.level`, message: `Score “${c.name}”, or say why it can’t be assessed.` }]
  const founded = score.level === null || card.pinned.has(c.id) || score.evidence.trim().length >= EVIDENCE_MIN
  return founded ? [] : [{ path: `scores.${c.id}.evidence`, message: `Say what the score for “${c.name}” rests on: a line of the work, or ${EVIDENCE_MIN} characters.` }]
}

/**
 * The weighted mean of the levels, rounded to 2 decimals: sum(weight × level) / sum(weight) over the criteria that could
 * be assessed. null until every criterion has its score or its reason, so that no total leads the eye before, and when
 * none could be assessed.
 */
export function weightedOf(criteria: readonly Criterion[], scores: readonly Score[]): number | null {
  const whole = criteria.map((c) => ({ weight: c.weight, score: scores.find((s) => s.criterion_id === c.id) }))
  if (whole.some((w) => !w.score)) return null
  const assessed = whole.flatMap(({ weight, score }) => (score?.level ? [{ weight, level: score.level }] : []))
  const weights = assessed.reduce((sum, { weight }) => sum + weight, 0)
  // Weights and levels are whole numbers: only the division rounds.
  return weights === 0 ? null : Math.round((assessed.reduce((sum, { weight, level }) => sum + weight * level, 0) / weights) * 100) / 100
}

/** The widest gap between people's levels for one criterion; two or more is worth a talk. Nothing where fewer than two scored it. */
export function spread(levels: readonly (number | null)[]): number {
  const given = levels.filter((l) => l !== null)
  return given.length < 2 ? 0 : Math.max(...given) - Math.min(...given)
}

/** What the rubric says of a score in words: never a number. null where there is no level. */
export function levelWords(criterion: Criterion, score: Pick<Score, 'level'> | undefined): { name: string; description: string } | null {
  const level = criterion.levels.find((l) => l.level === score?.level)
  return level ? { name: level.name, description: level.description } : null
}
