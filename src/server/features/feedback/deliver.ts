import { type LoadedApplication, keepPromise } from '#server/features/applications/index.ts'
import { record } from '#server/platform/events/record.ts'
import { cancelTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Feedback, timerOf } from './feedback.ts'
import { cancelReminders } from './remind.ts'
import { updateFeedback } from './store.ts'

export interface Sending {
  text: string
  /** The member who decided to send it. */
  by: string
  /** The rejection's mail carries it, so that it is read together with the decision. */
  withRejection: boolean
}

/** Writes the feedback down as sent, for good, and keeps the promise. The caller holds the application and has checked everything. */
export async function deliver(tx: Tx, a: LoadedApplication, f: Feedback, s: Sending): Promise<void> {
  if (f.plan) await cancelTask(tx, timerOf(f))
  await updateFeedback(tx, { ...f, text: s.text, plan: null, sentAt: tx.now, sentBy: s.by, withRejection: s.withRejection })
  await cancelReminders(tx, a.id)
  await keepPromise(tx, { orgId: a.orgId, applicationId: a.id, kind: 'feedback' })
  await record(tx, 'feedback.sent', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id })
}
