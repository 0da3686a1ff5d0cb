import type { HiringProcess } from '#contract/process.ts'
import type { Tx } from '#server/platform/tx.ts'
import { reviewedBy, whyNotPossible } from './calibration.ts'
import { calibratedAmong } from './store.ts'

const NOT_YET = 'They have not scored the sample submissions by this rubric yet, which the stage requires.'

/**
 * Who of these may not be asked for a review under this process yet, and why: nobody, unless it requires calibration; then
 * whoever has not scored every sample. Where there is nothing to be calibrated on, nothing is required.
 */
export async function notYetCalibrated(tx: Tx, process: HiringProcess, memberIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const reviewed = reviewedBy(process)
  if (reviewed?.setting !== 'required' || whyNotPossible(reviewed.scaffold, reviewed.rubric)) return new Map()
  const calibrated = await calibratedAmong(tx, reviewed.sha256, memberIds)
  return new Map(memberIds.filter((id) => !calibrated.has(id)).map((id) => [id, NOT_YET]))
}

/** Who of these has scored every sample by this process's rubric; null where there is nothing to be calibrated on. */
export async function calibrationOf(tx: Tx, process: HiringProcess, memberIds: readonly string[]): Promise<ReadonlySet<string> | null> {
  const reviewed = reviewedBy(process)
  if (!reviewed || whyNotPossible(reviewed.scaffold, reviewed.rubric)) return null
  return calibratedAmong(tx, reviewed.sha256, memberIds)
}
