import type { Calibration as Answer } from '#contract/calibration.ts'
import type { Score } from '#contract/scorecards.ts'
import { samplesOf } from '#server/features/templates/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Calibration, whyNotPossible } from './calibration.ts'
import { calibrationNotFound, calibrationSealed, criterionUnknown, notPossible, rubricNotFound, sampleNotFound } from './errors.ts'
import { presentCalibration } from './present.ts'
import { rubricsInUse } from './rubrics.ts'
import { findMyCalibration, insertCalibration, lockMyCalibration, putScore } from './store.ts'

/** Begins, or goes on with, scoring a sample by a rubric that is in use. Recorded nowhere: it is nobody else's business. */
export async function beginCalibration(tx: Tx, asked: { rubric_sha256: string; sample_id: string }): Promise<Answer> {
  const used = (await rubricsInUse(tx)).find((r) => r.sha256 === asked.rubric_sha256)
  if (!used) throw rubricNotFound()
  const why = whyNotPossible(used.scaffold, used.rubric)
  if (why) throw notPossible(why)
  if (!samplesOf(used.scaffold).some((s) => s.id === asked.sample_id)) throw sampleNotFound()
  const { orgId, memberId } = requireMember(tx)
  const id = await insertCalibration(tx, { orgId, memberId, scaffold: used.scaffold, sampleId: asked.sample_id, rubric: used.rubric, rubricSha256: used.sha256 })
  return showCalibration(tx, id)
}

/** The asking member's own; everybody else's is not found. */
export async function showCalibration(tx: Tx, id: string): Promise<Answer> {
  const c = await findMyCalibration(tx, id)
  if (!c) throw calibrationNotFound()
  return presentCalibration(c)
}

/** Keeps one score until it is sealed. */
export async function saveCalibrationScore(tx: Tx, id: string, score: Score): Promise<Answer> {
  const c = await calibrationForWriting(tx, id)
  if (!c.rubric.criteria.some((criterion) => criterion.id === score.criterion_id)) throw criterionUnknown()
  await putScore(tx, id, score)
  return showCalibration(tx, id)
}

/** @throws Refusal 404 for everybody else's, calibration_sealed for one that is final */
export async function calibrationForWriting(tx: Tx, id: string): Promise<Calibration> {
  const c = await lockMyCalibration(tx, id)
  if (!c) throw calibrationNotFound()
  if (c.sealedAt) throw calibrationSealed()
  return c
}
