import type { Calibration as Answer } from '#contract/calibration.ts'
import { samplesOf } from '#server/features/templates/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Calibration, missingIn } from './calibration.ts'
import { calibrationIncomplete } from './errors.ts'
import { calibrationForWriting, showCalibration } from './score-sample.ts'
import { listMyCalibrations, markCalibrated, markSealed } from './store.ts'

/** Seals one's scores of a sample for good, and shows the reference. Whoever has sealed every sample is calibrated. */
export async function sealCalibration(tx: Tx, id: string): Promise<Answer> {
  const c = await calibrationForWriting(tx, id)
  const missing = missingIn(c)
  if (missing.length > 0) throw calibrationIncomplete(missing)
  await markSealed(tx, id)
  const calibrated = await isThrough(tx, c)
  if (calibrated) await markCalibrated(tx, c)
  await record(tx, 'calibration.sealed', { orgId: c.orgId }, { member_id: c.memberId, rubric_sha256: c.rubricSha256, calibrated })
  return showCalibration(tx, id)
}

async function isThrough(tx: Tx, c: Calibration): Promise<boolean> {
  const sealed = new Set((await listMyCalibrations(tx)).filter((m) => m.sealedAt && m.rubricSha256 === c.rubricSha256).map((m) => m.sampleId))
  return samplesOf(c.scaffold).every((s) => sealed.has(s.id))
}
