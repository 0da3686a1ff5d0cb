import type { Feedback as FeedbackAnswer } from '#contract/feedback.ts'
import { record } from '#server/platform/events/record.ts'
import { cancelTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { feedbackNotPlanned, movedOn } from './errors.ts'
import { timerOf } from './feedback.ts'
import { holdUnsent } from './hold.ts'
import { mayTakeBack, showFeedback } from './show-feedback.ts'
import { updateFeedback } from './store.ts'

/**
 * Makes planned feedback a draft again.
 * @throws Refusal feedback_not_planned; feedback_sent once it is gone; application_moved_on where the plan has let the application move on
 */
export async function takeBackFeedback(tx: Tx, applicationId: string): Promise<FeedbackAnswer> {
  const { a, f } = await holdUnsent(tx, applicationId)
  if (!f.plan) throw feedbackNotPlanned()
  if (!mayTakeBack(a, f)) throw movedOn()
  await cancelTask(tx, timerOf(f))
  await updateFeedback(tx, { ...f, version: f.version + 1, plan: null })
  await record(tx, 'feedback.taken_back', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id })
  return showFeedback(tx, applicationId)
}
