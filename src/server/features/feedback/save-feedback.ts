import type { Feedback as FeedbackAnswer } from '#contract/feedback.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { feedbackPlanned } from './errors.ts'
import { holdUnsent, refuseOlder } from './hold.ts'
import { showFeedback } from './show-feedback.ts'
import { updateFeedback } from './store.ts'
import { planInWords } from './words.ts'

/**
 * Keeps a draft, with all it says: what must not go out is named in the answer and stops the sending, not the saving.
 * A draft is the team's; nothing of it is recorded.
 * @throws Refusal feedback_changed, feedback_planned, feedback_sent
 */
export async function saveFeedback(tx: Tx, applicationId: string, mine: { text: string; version: number }): Promise<FeedbackAnswer> {
  const { f } = await holdUnsent(tx, applicationId)
  if (f.plan) throw feedbackPlanned(planInWords(f.plan))
  await refuseOlder(tx, f, mine)
  if (mine.text !== f.text) await updateFeedback(tx, { ...f, text: mine.text, version: f.version + 1, savedAt: tx.now, savedBy: requireMember(tx).memberId })
  return showFeedback(tx, applicationId)
}
