import type { Feedback } from '#contract/reviews.ts'
import { memberName } from '#server/features/accounts/index.ts'
import { type LoadedApplication, keepPromise, loadApplicationForCandidate, loadApplicationForMember, promiseOf, refreshStage } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { feedbackSent, roundNotRevealed } from './errors.ts'
import { feedbackOf, putFeedback } from './feedback-store.ts'
import { revealedComments } from './review-store.ts'
import { roundOf } from './store.ts'

export async function getFeedback(tx: Tx, applicationId: string): Promise<Feedback> {
  return present(tx, await loadApplicationForMember(tx, applicationId))
}

async function present(tx: Tx, a: LoadedApplication): Promise<Feedback> {
  const row = await feedbackOf(tx, a.id)
  const why = await whyNotSend(tx, a, row?.sent_at ?? null)
  return {
    application_id: a.id,
    text: row?.text ?? '',
    sent_at: row?.sent_at?.toISOString() ?? null,
    sent_by: row?.sent_by ? await memberName(tx, row.sent_by) : null,
    due_at: (await promiseOf(tx, a.id, 'feedback'))?.due_at ?? null,
    notes: (await revealedComments(tx, a.id, 'note_to_candidate')).map((c) => ({ path: c.path, line: c.line, body: c.body })),
    can_send: why === null,
    why_not: why,
  }
}

async function whyNotSend(tx: Tx, a: LoadedApplication, sentAt: Date | null): Promise<string | null> {
  if (sentAt) return 'The feedback has been sent.'
  return (await roundOf(tx, a.id))?.revealed_at ? null : 'Every review must be sealed first.'
}

async function mustBeRevealed(tx: Tx, applicationId: string): Promise<LoadedApplication> {
  const a = await loadApplicationForMember(tx, applicationId)
  if (!(await roundOf(tx, a.id))?.revealed_at) throw roundNotRevealed()
  return a
}

export async function saveFeedback(tx: Tx, applicationId: string, text: string): Promise<Feedback> {
  const a = await mustBeRevealed(tx, applicationId)
  if (!(await putFeedback(tx, { orgId: a.orgId, applicationId: a.id, text, sentBy: null }))) throw feedbackSent()
  return present(tx, a)
}

export async function sendFeedback(tx: Tx, applicationId: string, text: string): Promise<Feedback> {
  const a = await mustBeRevealed(tx, applicationId)
  await deliver(tx, a, text)
  await refreshStage(tx, a.id)
  return present(tx, a)
}

/** Sends: the text is fixed, the promise is kept, the candidate is mailed. @throws Refusal `feedback_sent` the second time */
export async function deliver(tx: Tx, a: LoadedApplication, text: string): Promise<void> {
  if (!(await putFeedback(tx, { orgId: a.orgId, applicationId: a.id, text, sentBy: requireMember(tx).memberId }))) throw feedbackSent()
  await keepPromise(tx, { orgId: a.orgId, applicationId: a.id, kind: 'feedback' })
  await record(tx, 'feedback.sent', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id })
}

/** The candidate reads what was sent, and only that. */
export async function getPortalFeedback(tx: Tx, applicationId: string) {
  const a = await loadApplicationForCandidate(tx, applicationId)
  const row = await feedbackOf(tx, a.id)
  const due = (await promiseOf(tx, a.id, 'feedback'))?.due_at ?? null
  return { text: row?.sent_at ? row.text : null, sent_at: row?.sent_at?.toISOString() ?? null, due_at: due }
}
