import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Brought, Starter, Version } from './starter.ts'
import { lockStarter } from './store.ts'
import { findVersion, insertVersion, newestVersion } from './version-store.ts'

export interface Received {
  /** null: as it was in the version before. */
  commit: string | null
  checksCommit: string | null
  pushId: string | null
  brought: Brought
  subject: string
  receivedAt: Date
  receivedBy: string | null
}

/**
 * The next version: what came, and of the other repository what was there before. From here on it is tried.
 * @returns null when there are only checks so far, and nothing to check
 */
export async function receiveVersion(tx: Tx, s: Starter, r: Received): Promise<Version | null> {
  await lockStarter(tx, s.id)
  const before = await newestVersion(tx, s.id)
  const commit = r.commit ?? before?.commit
  if (!commit) return null
  const number = (before?.number ?? 0) + 1
  const id = await insertVersion(tx, { ...r, orgId: s.orgId, starterId: s.id, number, commit, checksCommit: r.checksCommit ?? before?.checksCommit ?? null })
  await record(tx, 'starter.version_received', { orgId: s.orgId }, { starter_id: s.id, version_id: id, name: s.name, number })
  return findVersion(tx, id)
}
