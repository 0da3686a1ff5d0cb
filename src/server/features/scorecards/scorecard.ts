import type { Criterion } from '#contract/process.ts'
import type { RECOMMENDATIONS } from '#contract/reviews.ts'

/** From this many characters on, a text counts as evidence by itself. */
export const EVIDENCE_MIN = 30

/** Levels this far apart are worth a discussion. */
const WORTH_A_DISCUSSION = 2

/** A level for a criterion and what it rests on. */
export interface Scored {
  criterion_id: string
  level: number
  evidence: string
}

export interface Verdict {
  summary: string
  recommendation: (typeof RECOMMENDATIONS)[number] | null
}

/** Something that has to be there before sealing: the field it belongs to and a sentence that says what to do. */
export interface Missing {
  path: string
  message: string
}

/** Whether a score's own words are evidence enough. */
export function standsAlone(score: Scored): boolean {
  return score.evidence.trim().length >= EVIDENCE_MIN
}

/**
 * What is missing before a scorecard can be sealed; empty when nothing is. `hasEvidence` says whether a score rests on
 * something, as the caller understands it.
 */
export function missingForSeal(criteria: readonly Pick<Criterion, 'id' | 'name'>[], scores: readonly Scored[], hasEvidence: (score: Scored) => boolean, verdict: Verdict): Missing[] {
  const open = criteria.flatMap((criterion) => missingFor(criterion, scores.find((s) => s.criterion_id === criterion.id), hasEvidence))
  return verdict.recommendation ? open : [...open, { path: 'recommendation', message: 'Choose your recommendation.' }]
}

function missingFor({ id, name }: Pick<Criterion, 'id' | 'name'>, score: Scored | undefined, hasEvidence: (score: Scored) => boolean): Missing[] {
  if (!score) return [{ path: `scores.${id}.level`, message: `Choose a level for “${name}”.` }]
  if (!hasEvidence(score)) return [{ path: `scores.${id}.evidence`, message: `Say what your level for “${name}” rests on: at least ${EVIDENCE_MIN} characters, or a comment of kind evidence.` }]
  return []
}

/** How far apart the levels of each criterion are, over all scorecards that scored it. */
export function spread(criteria: readonly Pick<Criterion, 'id'>[], scorecards: readonly (readonly Scored[])[]): { criterion_id: string; spread: number; discuss: boolean }[] {
  return criteria.map(({ id }) => {
    const levels = scorecards.flat().filter((s) => s.criterion_id === id).map((s) => s.level)
    const apart = levels.length > 0 ? Math.max(...levels) - Math.min(...levels) : 0
    return { criterion_id: id, spread: apart, discuss: apart >= WORTH_A_DISCUSSION }
  })
}
