import type { LoadedApplication } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { finished } from '#contract/feedback-text.ts'
import { deliver } from './deliver.ts'
import { type Plan, stateOf } from './feedback.ts'
import { flagsFor } from './guard.ts'
import { findFeedback } from './store.ts'
import { planInWords } from './words.ts'

export { type CandidateText, type InternalText, internalText, levelText, noteText } from './candidate-text.ts'
export type { CandidateNote, LevelWords } from './feedback.ts'
export { type HandedOver, guardAgainst, internalPrints, openFeedback } from './open-feedback.ts'

/** How the feedback stands, for the stage that waits for it. */
export async function feedbackStanding(tx: Tx, applicationId: string): Promise<{ state: ReturnType<typeof stateOf>; goes: string | null; plan: Plan | null }> {
  const f = await findFeedback(tx, applicationId)
  return { state: stateOf(f), plan: f?.plan ?? null, goes: f?.plan ? planInWords(f.plan) : null }
}

/** Why words must not go to this candidate: they repeat what was written for the team, or name who reviewed. Null when they may. */
export async function whyNotToCandidate(tx: Tx, a: LoadedApplication, text: string): Promise<string | null> {
  const [flag] = await flagsFor(tx, a, text)
  return flag ? `“${flag.sentence}” ${flag.message}` : null
}

/** The message of a rejection is the feedback: it goes out in the rejection's mail. Nothing happens when feedback was sent before. */
export async function deliverWithRejection(tx: Tx, a: LoadedApplication, message: string): Promise<void> {
  const f = await findFeedback(tx, a.id)
  if (!f || f.sentAt) return
  await deliver(tx, a, f, { text: finished(message), by: requireMember(tx).memberId, withRejection: true })
}
