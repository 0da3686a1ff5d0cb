import { listMembersOf } from '#server/features/accounts/index.ts'
import { type LoadedApplication, loadApplicationForMember, lockApplication } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { forbidden, invalidField } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { insertConflict } from './conflict-store.ts'
import { excludeFrom } from './decline-review.ts'
import { reasonMissing } from './errors.ts'
import { decidesFor } from './round-actions.ts'
import { listOpenRoundsOf } from './round-store.ts'

/** Below this nobody can tell later why somebody was kept out. */
const WORDS_MIN = 3

/**
 * The asking member, or a colleague of theirs, should not judge this candidate: not in this round, and not in a later one,
 * until it is taken back. What is sealed stays. Saying it twice changes nothing.
 */
export async function declareConflict(tx: Tx, applicationId: string, o: { memberId?: string | undefined; words: string }): Promise<void> {
  const me = requireMember(tx).memberId
  const a = await loadApplicationForMember(tx, applicationId)
  const memberId = o.memberId ?? me
  if (memberId !== me) await mustBeAllowed(tx, a, memberId, o.words)
  await lockApplication(tx, a.id)
  const isNew = await insertConflict(tx, { orgId: a.orgId, candidateId: a.candidate.id, applicationId: a.id, memberId, declaredBy: me, words: o.words })
  for (const round of await listOpenRoundsOf(tx, memberId, a.candidate.id)) await excludeFrom(tx, round.id, memberId, 'conflict')
  if (isNew) await record(tx, 'conflict.declared', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, member_id: memberId })
}

/** Of a colleague it is said by those who decide, with a reason. */
async function mustBeAllowed(tx: Tx, a: LoadedApplication, memberId: string, words: string): Promise<void> {
  if (!(await decidesFor(tx, a))) throw forbidden('Of a colleague this is said by an owner, a recruiter or the job’s hiring manager: tell one of them.')
  if (!(await listMembersOf(tx, a.orgId)).some((m) => m.id === memberId)) throw invalidField('body.member_id', 'Choose a member of the organization.')
  if (words.length < WORDS_MIN) throw reasonMissing()
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
