import type { Calibration as Answer } from '#contract/calibration.ts'
import { type SampleSubmission, sampleById } from '#server/features/templates/index.ts'
import { type Calibration, differenceOf, missingIn, referenceFor } from './calibration.ts'
import { sampleNotFound } from './errors.ts'
import { nameOf } from './rubrics.ts'

/** One's own scores of a sample; the reference beside them only when they are sealed. */
export function presentCalibration(c: Calibration): Answer {
  const sample = sampleOf(c)
  const { visible, hidden } = sample.file.tests
  return {
    id: c.id,
    sample_id: c.sampleId,
    sample_name: nameOf(sample),
    rubric_name: c.rubric.name,
    criteria: c.rubric.criteria,
    scores: c.scores,
    tests: { own: visible, hidden },
    started_at: c.startedAt.toISOString(),
    sealed_at: c.sealedAt?.toISOString() ?? null,
    missing: c.sealedAt ? [] : missingIn(c),
    comparison: c.sealedAt ? comparisonOf(c, sample) : null,
  }
}

/** @throws Refusal for a sample that a later release no longer has */
export function sampleOf(c: Pick<Calibration, 'sampleId'>): SampleSubmission {
  const sample = sampleById(c.sampleId)
  if (!sample) throw sampleNotFound()
  return sample
}

function comparisonOf(c: Calibration, sample: SampleSubmission): Answer['comparison'] {
  const reference = referenceFor(sample, c.rubric)
  const { title, does_well, falls_short } = sample.file
  return { title, reference, does_well, falls_short: falls_short.map(({ file, line, what }) => ({ path: file, line, what })), difference: differenceOf(c.scores, reference) }
}
