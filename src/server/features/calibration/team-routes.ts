import { calibrationOps } from '#contract/calibration.ts'
import { on } from '#server/platform/feature.ts'
import { listCalibrations } from './rubrics.ts'
import { beginCalibration, saveCalibrationScore, showCalibration } from './score-sample.ts'
import { sealCalibration } from './seal-calibration.ts'
import { showAgreement } from './show-agreement.ts'
import { showMyScoring } from './show-my-scoring.ts'

export const teamRoutes = [
  on(calibrationOps.listCalibrations, async (tx) => ({ items: await listCalibrations(tx) })),
  on(calibrationOps.beginCalibration, (tx, { body }) => beginCalibration(tx, body)),
  on(calibrationOps.getCalibration, (tx, { params }) => showCalibration(tx, params.id)),
  on(calibrationOps.saveCalibrationScore, (tx, { params, body }) => saveCalibrationScore(tx, params.id, { criterion_id: params.criterion, ...body })),
  on(calibrationOps.sealCalibration, (tx, { params }) => sealCalibration(tx, params.id)),
  on(calibrationOps.getAgreement, (tx, { params, query }) => showAgreement(tx, params.id, query.rubric)),
  on(calibrationOps.getMyScoring, (tx) => showMyScoring(tx)),
]
