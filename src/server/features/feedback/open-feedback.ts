import { type LoadedApplication, openPromise } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { InternalText } from './candidate-text.ts'
import type { CandidateNote, LevelWords, Material } from './feedback.ts'
import { fingerprintsOf, packed, unpacked, withoutTheirs } from './fingerprint.ts'
import { planReminders } from './remind.ts'
import { findPrints, insertFeedback, insertMaterial, listMaterial, putPrints } from './store.ts'

/** What the reviews hand over when they are revealed. */
export interface HandedOver {
  notes: readonly CandidateNote[]
  levels: readonly LevelWords[]
  /** Of everything else they say, by `internalPrints`. */
  prints: readonly Buffer[]
  /** Of everybody who reviewed: none of them is to be named. */
  names: readonly string[]
  /** When the candidate is promised to have it; null when their application has ended. */
  dueAt: Date | null
}

/** The fingerprints of what was written for the team about an application: enough to recognise it, too little to read it. */
export function internalPrints(applicationId: string, internal: readonly InternalText[]): Buffer {
  return packed(fingerprintsOf(applicationId, internal))
}

/**
 * Feedback is owed from now on: its material is laid out and its clock runs. Once for an application; asking again changes nothing.
 */
export async function openFeedback(tx: Tx, a: LoadedApplication, given: HandedOver): Promise<void> {
  if (!(await insertFeedback(tx, a))) return
  const material = materialOf(given)
  await insertMaterial(tx, a.id, material)
  const prints = withoutTheirs(unpacked(Buffer.concat(given.prints)), a.id, material.map((m) => m.body))
  await putPrints(tx, a.id, { prints, names: [...new Set(given.names)] })
  if (!given.dueAt) return
  await openPromise(tx, { orgId: a.orgId, applicationId: a.id, kind: 'feedback', text: 'You have written feedback on your work', dueAt: given.dueAt })
  await planReminders(tx, a, given.dueAt)
}

function materialOf({ notes, levels }: HandedOver): Material[] {
  const all: Material[] = [...notes.map((n) => ({ kind: 'note' as const, side: null, ...n })), ...levels.map((l) => ({ kind: 'level' as const, path: '', line: 0, ...l }))]
  const seen = new Set<string>()
  return all.filter((m) => m.body.trim() !== '' && !seen.has(`${m.criterion}\n${m.body}`) && seen.add(`${m.criterion}\n${m.body}`))
}

/** Internal words written after the reveal, such as the outcome of a discussion, must not slip in either. */
export async function guardAgainst(tx: Tx, applicationId: string, internal: readonly InternalText[]): Promise<void> {
  const kept = await findPrints(tx, applicationId)
  const theirs = (await listMaterial(tx, applicationId)).map((m) => m.body)
  const more = withoutTheirs(fingerprintsOf(applicationId, internal), applicationId, theirs)
  await putPrints(tx, applicationId, { ...kept, prints: new Set([...kept.prints, ...more]) })
}
