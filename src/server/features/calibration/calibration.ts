import type { Difference } from '#contract/calibration.ts'
import type { Criterion, HiringProcess, Rubric } from '#contract/process.ts'
import type { Score } from '#contract/scorecards.ts'
import { findStage } from '#server/features/applications/index.ts'
import { EVIDENCE_MIN } from '#server/features/scorecards/index.ts'
import { type SampleSubmission, referenceCriteriaOf, samplesOf } from '#server/features/templates/index.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'

/** One sample submission scored by one member, by a rubric as it was when they began. */
export interface Calibration {
  id: string
  orgId: string
  memberId: string
  scaffold: string
  sampleId: string
  rubric: Rubric
  rubricSha256: string
  startedAt: Date
  sealedAt: Date | null
  scores: Score[]
}

export type Setting = 'off' | 'asked' | 'required'

/** What a process has submissions reviewed by, and what it asks of reviewers before. */
export interface Reviewed {
  rubric: Rubric
  sha256: string
  scaffold: string
  setting: Setting
  /** Addresses of those the stage names as its pool; empty where the hiring team is it. */
  pool: readonly string[]
}

/** @returns null for a process without a review */
export function reviewedBy(process: HiringProcess): Reviewed | null {
  const [review, assignment] = [findStage(process, 'team_review'), findStage(process, 'code_assignment')]
  if (!review || !assignment) return null
  const rubric = review.config.rubric ?? assignment.config.rubric
  return { rubric, sha256: sha256Hex(canonicalJson(rubric)), scaffold: assignment.config.scaffold, setting: settingOf(review.config), pool: review.config.pool ?? [] }
}

/** Versions frozen before there was such a setting ask. */
function settingOf(config: { calibration?: Setting }): Setting {
  return config.calibration ?? 'asked'
}

/** The criteria of this rubric for which the starter's reference scores hold: same id, same words for every level. */
export function comparableCriteria(scaffold: string, rubric: Rubric): ReadonlySet<string> {
  const given = new Map(referenceCriteriaOf(scaffold).map((c) => [c.id, wordsOf(c)]))
  return new Set(rubric.criteria.filter((c) => given.get(c.id) === wordsOf(c)).map((c) => c.id))
}

/** Weight and name may differ; what a level means may not. */
const wordsOf = (c: Criterion) => canonicalJson({ description: c.description, levels: c.levels })

/** Why nobody can be calibrated on this rubric, or null. */
export function whyNotPossible(scaffold: string, rubric: Rubric): string | null {
  if (samplesOf(scaffold).length === 0) return `The starter “${scaffold}” has no sample submissions.`
  if (comparableCriteria(scaffold, rubric).size === 0) return 'Every criterion was changed, so the reference scores of the samples say nothing about this rubric.'
  return null
}

/** What has to be there before it can be sealed, each with its field. */
export function missingIn(c: Pick<Calibration, 'rubric' | 'scores'>): { path: string; message: string }[] {
  return c.rubric.criteria.flatMap((criterion) => {
    const score = c.scores.find((s) => s.criterion_id === criterion.id)
    if (!score) return [{ path: `scores.${criterion.id}.level`, message: `Score “${criterion.name}”, or say why it can’t be assessed.` }]
    const founded = score.cannot_assess !== null || score.evidence.trim().length >= EVIDENCE_MIN
    return founded ? [] : [{ path: `scores.${criterion.id}.evidence`, message: `Say in ${EVIDENCE_MIN} characters what your score for “${criterion.name}” rests on.` }]
  })
}

export interface Reference {
  criterion_id: string
  /** null where this rubric's words are not those the reference was given by. */
  level: number | null
  reason: string
}

const CHANGED = 'Your organization changed this criterion, so the reference has no level for it.'

/** The reference's level and reason for each criterion of a rubric. */
export function referenceFor(sample: SampleSubmission, rubric: Rubric): Reference[] {
  const comparable = comparableCriteria(sample.scaffold, rubric)
  return rubric.criteria.map((c) => {
    const given = comparable.has(c.id) ? sample.file.scores.find((s) => s.criterion === c.id) : undefined
    return given ? { criterion_id: c.id, level: given.level, reason: given.reason } : { criterion_id: c.id, level: null, reason: CHANGED }
  })
}

/** Over the criteria that both have a level for: what could not be assessed counts as missing. */
export function differenceOf(scores: readonly Score[], reference: readonly Reference[]): Difference {
  const gaps = scores.flatMap((s) => {
    const given = reference.find((r) => r.criterion_id === s.criterion_id)?.level ?? null
    return s.level === null || given === null ? [] : [s.level - given]
  })
  const within = (distance: number) => gaps.filter((g) => Math.abs(g) <= distance).length
  return { n: gaps.length, exact: within(0), within_one: within(1), mean: gaps.length > 0 ? gaps.reduce((a, b) => a + b, 0) / gaps.length : null }
}
