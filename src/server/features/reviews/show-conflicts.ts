import type { Conflict as ConflictAnswer, MyConflict } from '#contract/conflicts.ts'
import { membersById } from '#server/features/accounts/index.ts'
import { candidateCode, type LoadedApplication, loadApplicationForMember } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Conflict, type WhyNotTakeBack, whyNotTakeBack } from './conflict.ts'
import { listConflictsAbout, listConflictsOf } from './conflict-store.ts'
import { applicationIfSeen } from './find.ts'
import { decidesFor } from './round-actions.ts'

/** Who should not judge this candidate. A reason may tell whose work it is, so whoever is not told a name is told no reason of others. */
export async function listConflicts(tx: Tx, applicationId: string): Promise<{ items: ConflictAnswer[]; may_declare_for_others: boolean }> {
  const me = requireMember(tx).memberId
  const a = await loadApplicationForMember(tx, applicationId)
  const deciding = await decidesFor(tx, a)
  const shown = (await listConflictsOf(tx, a.candidate.id)).filter((c) => deciding || c.memberId === me)
  return { items: await present(tx, shown, { me, deciding, told: deciding && !a.anonymous }), may_declare_for_others: deciding }
}

/** The candidates the asking member should not judge, also where they can't see them any more. */
export async function listMyConflicts(tx: Tx): Promise<{ items: MyConflict[] }> {
  const me = requireMember(tx).memberId
  const mine = await listConflictsAbout(tx, me)
  const answers = await present(tx, mine, { me, deciding: false, told: false })
  const items: MyConflict[] = []
  for (const [n, answer] of answers.entries()) {
    const c = mine[n]
    if (c) items.push({ ...answer, application_id: c.applicationId, job_title: c.jobTitle, candidate: nameFor(c, await applicationIfSeen(tx, c.applicationId)) })
  }
  return { items }
}

function nameFor(c: Conflict, a: LoadedApplication | null): string {
  return a?.candidate.name ?? `Candidate ${candidateCode(c.applicationId)}`
}

async function present(tx: Tx, conflicts: readonly Conflict[], o: { me: string; deciding: boolean; told: boolean }): Promise<ConflictAnswer[]> {
  const named = await membersById(tx, conflicts.flatMap((c) => [c.memberId, c.declaredBy, ...(c.takenBack ? [c.takenBack.by] : [])]))
  const nameOf = (id: string) => named.find((m) => m.id === id)?.name ?? 'A member'
  return conflicts.map((c) => {
    const why = whyNotTakeBack(c, { memberId: o.me, deciding: o.deciding })
    return {
      id: c.id,
      member: { id: c.memberId, name: nameOf(c.memberId) },
      declared_by: { id: c.declaredBy, name: nameOf(c.declaredBy) },
      declared_at: c.declaredAt.toISOString(),
      words: o.told || c.declaredBy === o.me ? c.words : '',
      taken_back: c.takenBack && { at: c.takenBack.at.toISOString(), by: nameOf(c.takenBack.by) },
      can_take_back: why === null,
      why_not: why && sentenceWhyNot(why, nameOf(c.memberId)),
    }
  })
}

/** In words for whoever can't take it back. */
export function sentenceWhyNot(why: WhyNotTakeBack, name: string): string {
  switch (why) {
    case 'taken_back':
      return 'It was taken back already.'
    case 'their_own_word':
      return `${name} said this of themselves, and only they take it back.`
    case 'about_you':
      return 'This was said about you, so somebody else has to take it back: an owner, a recruiter or the hiring manager.'
    case 'not_deciding':
      return 'An owner, a recruiter or the job’s hiring manager takes this back.'
  }
}
