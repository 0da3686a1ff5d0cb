import { loadApplicationForMember } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { insertConflict } from './conflict-store.ts'
import { excludeFrom } from './decline-review.ts'
import { listOpenRoundsOf } from './round-store.ts'

/** The asking member should not judge this candidate: not in this round, and not in a later one. Said once, it holds. */
export async function declareConflict(tx: Tx, applicationId: string, words: string): Promise<void> {
  const { memberId } = requireMember(tx)
  const a = await loadApplicationForMember(tx, applicationId)
  await insertConflict(tx, { orgId: a.orgId, candidateId: a.candidate.id, memberId, words })
  for (const round of await listOpenRoundsOf(tx, memberId, a.candidate.id)) await excludeFrom(tx, round.id, memberId, 'conflict')
  await record(tx, 'conflict.declared', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, member_id: memberId })
}

/** Whoever left the organization reviews no more. */
export async function releaseFromAll(tx: Tx, memberId: string): Promise<void> {
  for (const round of await listOpenRoundsOf(tx, memberId)) await excludeFrom(tx, round.id, memberId, 'replaced')
}

/** Whoever referred the candidate does not judge them. */
export async function excludeReferrer(tx: Tx, applicationId: string, memberId: string | null): Promise<void> {
  if (memberId === null) return
  const open = await listOpenRoundsOf(tx, memberId)
  for (const round of open.filter((r) => r.applicationId === applicationId)) await excludeFrom(tx, round.id, memberId, 'conflict')
}
