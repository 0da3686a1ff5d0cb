import { type Mask, maskFor, noMask } from '#server/lib/mask.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { LoadedApplication } from './application.ts'
import { loadApplicationById } from './machine.ts'

/** Takes the candidate's name out of texts for whoever loaded the application and must not learn it; nothing for others. */
export async function maskOfCandidate(tx: Tx, a: Pick<LoadedApplication, 'id' | 'anonymous'>): Promise<Mask> {
  return a.anonymous ? maskFor([(await loadApplicationById(tx, a.id)).candidate]) : noMask
}
