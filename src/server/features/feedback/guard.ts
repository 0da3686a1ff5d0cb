import type { FeedbackFlag } from '#contract/feedback.ts'
import type { LoadedApplication } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { flagsOf } from './check-text.ts'
import { findPrints } from './store.ts'

/** Which sentences of a text must not go to this candidate. Knows internal words by their fingerprints only. */
export async function flagsFor(tx: Tx, a: LoadedApplication, text: string): Promise<FeedbackFlag[]> {
  if (!text) return []
  const { prints, names } = await findPrints(tx, a.id)
  return flagsOf(text, { key: a.id, prints, names, mayBeNamed: [a.candidate.name, a.organization.name] })
}
