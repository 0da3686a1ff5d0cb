import type { HiringProcess } from '#contract/process.ts'
import type { Tx } from '#server/platform/tx.ts'
import { reviewedBy, whyNotPossible } from './calibration.ts'
import { calibratedAmong } from './store.ts'

/**
 * Who of these may be asked for a review under this process: all, unless it requires calibration, which then whoever has
 * not scored every sample lacks. Where there is nothing to be calibrated on, nothing is required.
 */
export async function calibratedReviewers(tx: Tx, process: HiringProcess, memberIds: readonly string[]): Promise<string[]> {
  const reviewed = reviewedBy(process)
  if (reviewed?.setting !== 'required' || whyNotPossible(reviewed.scaffold, reviewed.rubric)) return [...memberIds]
  const calibrated = await calibratedAmong(tx, reviewed.sha256, memberIds)
  return memberIds.filter((id) => calibrated.has(id))
}
