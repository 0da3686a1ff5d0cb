import type { Application, REJECTION_REASONS } from '#contract/applications.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadApplicationForMember } from './access.ts'
import { currentStage } from './application.ts'
import { applicationEnded, feedbackMissing } from './errors.ts'
import { inStage } from './machine.ts'
import { presentApplication } from './present-application.ts'
import { voidPromises } from './promise-store.ts'
import { whyNotRejectable } from './rejection.ts'
import { stageTypeOf } from './stage-type.ts'
import { endApplication, lockApplication } from './store.ts'

export interface Rejection {
  reason: (typeof REJECTION_REASONS)[number]
  note: string
  /** What the candidate reads. */
  message: string
}

/**
 * Rejects with a reason for the team and words for the candidate. Money earned is not touched.
 * @throws Refusal `feedback_missing`, `application_ended`
 */
export async function rejectApplication(tx: Tx, id: string, r: Rejection): Promise<Application> {
  await loadApplicationForMember(tx, id)
  const a = await lockApplication(tx, id)
  if (!a || a.state !== 'active') throw applicationEnded()
  const why = await whyNotRejectable(tx, a, r.message)
  if (why) throw feedbackMissing(why)
  await stageTypeOf(currentStage(a).type).onLeave?.(tx, inStage(a), 'rejected', r.message)
  await endApplication(tx, a.id, { state: 'rejected', ...r })
  await voidPromises(tx, a.id)
  await record(tx, 'application.rejected', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, reason: r.reason })
  return presentApplication(tx, id)
}
