import { knownZone } from '#server/lib/zones.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadApplicationForCandidate } from './access.ts'
import { updateTimeZone } from './store.ts'

/** The candidate says where their mornings are. What is already planned for them stays as planned. Theirs alone, so nothing is recorded. */
export async function setTimeZone(tx: Tx, applicationId: string, zone: string): Promise<{ ok: true }> {
  const a = await loadApplicationForCandidate(tx, applicationId)
  await updateTimeZone(tx, a.id, knownZone(zone) ?? zone)
  return { ok: true }
}
