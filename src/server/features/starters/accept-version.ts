import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadStarterToChange, loadVersion } from './access.ts'
import { versionIsFinal, versionNotHeld } from './errors.ts'
import { mayTryAgain } from './starter.ts'
import { setAccepted, setWaiting } from './version-store.ts'

/** An owner's word in place of a trial that could not be. @throws Refusal `version_not_held` */
export async function acceptVersion(tx: Tx, id: string, number: number, reason: string): Promise<void> {
  const s = await loadStarterToChange(tx, id)
  const { version: v } = await loadVersion(tx, id, number)
  if (v.state !== 'held') throw versionNotHeld()
  await setAccepted(tx, v.id, { by: requireMember(tx).memberId, reason })
  await record(tx, 'starter.version_accepted', { orgId: s.orgId }, { starter_id: s.id, version_id: v.id, name: s.name, number, reason })
}

/** The same files once more: what was in the way may have been ours. @throws Refusal `version_is_final` */
export async function tryVersionAgain(tx: Tx, id: string, number: number): Promise<void> {
  const s = await loadStarterToChange(tx, id)
  const { version: v } = await loadVersion(tx, id, number)
  if (!mayTryAgain(v)) throw versionIsFinal()
  await setWaiting(tx, v.id)
  await record(tx, 'starter.trial_asked', { orgId: s.orgId }, { starter_id: s.id, version_id: v.id, name: s.name, number })
}
