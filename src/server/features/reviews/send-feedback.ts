import type { Feedback as FeedbackAnswer } from '#contract/feedback.ts'
import { type LoadedApplication, keepPromise, loadApplicationForMember, lockApplication, refreshStage } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { feedbackSent, roundNotRevealed } from './errors.ts'
import { showFeedback } from './feedback.ts'
import { findFeedback, putFeedback } from './feedback-store.ts'
import { findRoundOfApplication } from './round-store.ts'

/** Keeps a draft. A draft is the team's; nothing of it is recorded. */
export async function saveFeedback(tx: Tx, applicationId: string, text: string): Promise<FeedbackAnswer> {
  const application = await holdUnsent(tx, applicationId)
  await putFeedback(tx, application, { text, sentAt: null, sentBy: null, withRejection: false })
  return showFeedback(tx, applicationId)
}

/** Sends the feedback: final, mailed to the candidate, and what the stage was waiting for. */
export async function sendFeedback(tx: Tx, applicationId: string, text: string): Promise<FeedbackAnswer> {
  const application = await holdUnsent(tx, applicationId)
  await deliverFeedback(tx, application, text, { withRejection: false })
  await refreshStage(tx, applicationId)
  return showFeedback(tx, applicationId)
}

/** The application, held; of two who send at once, one is told that it was sent. */
async function holdUnsent(tx: Tx, applicationId: string): Promise<LoadedApplication> {
  await loadApplicationForMember(tx, applicationId)
  const application = await lockApplication(tx, applicationId)
  if (!application) throw notFound('This application')
  if ((await findFeedback(tx, applicationId))?.sentAt) throw feedbackSent()
  if (!(await findRoundOfApplication(tx, applicationId))?.revealedAt) throw roundNotRevealed()
  return application
}

/** Writes the feedback down as sent and keeps the promise. The caller holds the application and has checked everything. */
export async function deliverFeedback(tx: Tx, application: LoadedApplication, text: string, o: { withRejection: boolean }): Promise<void> {
  await putFeedback(tx, application, { text, sentAt: tx.now, sentBy: requireMember(tx).memberId, withRejection: o.withRejection })
  await keepPromise(tx, { orgId: application.orgId, applicationId: application.id, kind: 'feedback' })
  await record(tx, 'feedback.sent', { orgId: application.orgId, applicationId: application.id, jobId: application.jobId }, { application_id: application.id })
}
