import { currentStage, lockApplication, refreshStage } from '#server/features/applications/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { TaskHandler } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { deliver } from './deliver.ts'
import { flagsFor } from './guard.ts'
import { findFeedback, updateFeedback } from './store.ts'

/** Sends what was planned, once its time has come. A plan that was taken back, or was made anew, has another version. */
export const sendPlannedTask: TaskHandler = (ctx, payload) => ctx.transaction((tx) => sendPlanned(tx, String(payload['application_id']), Number(payload['version'])))

async function sendPlanned(tx: Tx, applicationId: string, version: number): Promise<void> {
  const a = await lockApplication(tx, applicationId)
  const f = await findFeedback(tx, applicationId)
  if (!a || !f?.plan || f.version !== version || f.plan.at > tx.now) return
  // Words written for the team since the plan was made may be among these.
  if ((await flagsFor(tx, a, f.text)).length > 0) {
    await updateFeedback(tx, { ...f, version: f.version + 1, plan: null })
    await record(tx, 'feedback.stopped', { orgId: a.orgId, applicationId, jobId: a.jobId }, { application_id: applicationId })
    return
  }
  await deliver(tx, a, f, { text: f.text, by: f.plan.by, withRejection: false })
  if (currentStage(a).type === 'team_review') await refreshStage(tx, applicationId)
}
