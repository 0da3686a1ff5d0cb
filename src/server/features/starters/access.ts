import { requireMember } from '#server/platform/auth/require.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { starterArchived } from './errors.ts'
import type { Starter, Version } from './starter.ts'
import { findStarter, lockStarter } from './store.ts'
import { findVersionByNumber } from './version-store.ts'

/** A starter of the asking member's organization. @throws Refusal 404 for unknown and foreign ones alike */
export async function loadStarter(tx: Tx, id: string): Promise<Starter> {
  const starter = await findStarter(tx, id)
  if (starter?.orgId !== requireMember(tx).orgId) throw notFound('This starter')
  return starter
}

/** The same, and nobody else changes it until this transaction ends. */
export async function loadStarterToChange(tx: Tx, id: string): Promise<Starter> {
  await loadStarter(tx, id)
  await lockStarter(tx, id)
  return loadStarter(tx, id)
}

/** One that takes new versions. @throws Refusal `starter_archived` */
export async function loadOpenStarter(tx: Tx, id: string): Promise<Starter> {
  const starter = await loadStarterToChange(tx, id)
  if (starter.archivedAt) throw starterArchived()
  return starter
}

export async function loadVersion(tx: Tx, id: string, number: number): Promise<{ starter: Starter; version: Version }> {
  const starter = await loadStarter(tx, id)
  const version = await findVersionByNumber(tx, id, number)
  if (!version) throw notFound('This version')
  return { starter, version }
}
