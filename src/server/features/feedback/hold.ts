import { memberName } from '#server/features/accounts/index.ts'
import { changedSections } from '#contract/feedback-text.ts'
import { type LoadedApplication, loadApplicationForMember, lockApplication } from '#server/features/applications/index.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { feedbackChanged, feedbackSent, roundNotRevealed } from './errors.ts'
import type { Feedback } from './feedback.ts'
import { findFeedback } from './store.ts'

/** An application and its feedback, held: of two who act at once, the second sees what the first has done. */
export async function holdFeedback(tx: Tx, applicationId: string): Promise<{ a: LoadedApplication; f: Feedback }> {
  await loadApplicationForMember(tx, applicationId)
  const a = await lockApplication(tx, applicationId)
  if (!a) throw notFound('This application')
  const f = await findFeedback(tx, applicationId)
  if (!f) throw roundNotRevealed()
  return { a, f }
}

/** @throws Refusal feedback_sent, which nobody undoes */
export async function holdUnsent(tx: Tx, applicationId: string): Promise<{ a: LoadedApplication; f: Feedback }> {
  const held = await holdFeedback(tx, applicationId)
  if (held.f.sentAt) throw feedbackSent()
  return held
}

/** @throws Refusal feedback_changed when somebody saved other words since the named version; saving the same words again is no conflict */
export async function refuseOlder(tx: Tx, f: Feedback, mine: { text: string; version: number }): Promise<void> {
  if (mine.version === f.version || mine.text === f.text) return
  throw feedbackChanged(f.savedBy ? await memberName(tx, f.savedBy) : 'Somebody', changedSections(mine.text, f.text))
}
