import type { Feedback as FeedbackAnswer } from '#contract/feedback.ts'
import { memberName } from '#server/features/accounts/index.ts'
import { loadApplicationForCandidate, loadApplicationForMember, promiseOf } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Feedback, findFeedback } from './feedback-store.ts'
import { visibleReviews } from './review-store.ts'
import { findRoundOfApplication } from './round-store.ts'

/** Words of one's own about somebody's work, not a line. */
export const FEEDBACK_MIN = 80

/** The feedback as the team sees it: draft or sent, with the reviewers' notes to compose it from. */
export async function showFeedback(tx: Tx, applicationId: string): Promise<FeedbackAnswer> {
  await loadApplicationForMember(tx, applicationId)
  const feedback = await findFeedback(tx, applicationId)
  const round = await findRoundOfApplication(tx, applicationId)
  const why = whyNotSend(feedback, round?.revealedAt ?? null) ?? whyNotYours(requireMember(tx).role)
  const reviews = round?.revealedAt ? await visibleReviews(tx, round.id) : []
  return {
    application_id: applicationId,
    text: feedback?.text ?? '',
    sent_at: feedback?.sentAt?.toISOString() ?? null,
    sent_by: feedback?.sentBy ? await memberName(tx, feedback.sentBy) : null,
    due_at: (await promiseOf(tx, applicationId, 'feedback'))?.due_at ?? null,
    notes: reviews.filter((r) => r.sealedAt).flatMap((r) => r.comments).filter((c) => c.kind === 'note_to_candidate').map(({ path, line, body }) => ({ path, line, body })),
    can_send: why === null,
    why_not: why,
  }
}

function whyNotSend(feedback: Feedback | null, revealedAt: Date | null): string | null {
  if (feedback?.sentAt) return 'The feedback has been sent.'
  return revealedAt ? null : 'Every review must be sealed first.'
}

/** The policy matrix lets these two roles send; the button says so before anybody presses it. */
function whyNotYours(role: string): string | null {
  return role === 'owner' || role === 'recruiter' ? null : 'An owner or a recruiter sends the feedback.'
}

/** What the candidate reads: sent words, and before that only when they are due. */
export async function showPortalFeedback(tx: Tx, applicationId: string) {
  await loadApplicationForCandidate(tx, applicationId)
  const feedback = await findFeedback(tx, applicationId)
  const dueAt = (await promiseOf(tx, applicationId, 'feedback'))?.due_at ?? null
  return { text: feedback?.sentAt ? feedback.text : null, sent_at: feedback?.sentAt?.toISOString() ?? null, due_at: dueAt }
}
