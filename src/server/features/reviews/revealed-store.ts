import type { Rubric } from '#contract/process.ts'
import type { Tx } from '#server/platform/tx.ts'

/** A level somebody gave in a round that is open to the team. */
export interface RevealedLevel {
  roundId: string
  rubricSha256: string
  revealedAt: Date
  member: { id: string; name: string }
  criterionId: string
  level: number
}

export interface RevealedRound {
  id: string
  rubricSha256: string
  rubric: Rubric
  revealedAt: Date
  /** Somebody had opened sealed reviews before the reveal: whoever sealed later may have known them. */
  unblinded: boolean
}

interface Scope {
  orgId: string
  jobId?: string
  /** Only rounds in which this member sealed a review. */
  memberId?: string
}

/** Revealed and nothing else: before that a round is in no figure, so that none can move with a hidden review. */
function revealedRounds(tx: Tx, { orgId, jobId, memberId }: Scope) {
  return tx.sql
    .selectFrom('review_rounds as r')
    .innerJoin('applications as a', 'a.id', 'r.application_id')
    .where('r.org_id', '=', orgId)
    .where('r.revealed_at', 'is not', null)
    .$if(jobId !== undefined, (q) => q.where('a.job_id', '=', jobId ?? ''))
    .$if(memberId !== undefined, (q) => q.where((eb) => eb.exists(eb.selectFrom('reviews as own').select('own.id').whereRef('own.round_id', '=', 'r.id').where('own.author_id', '=', memberId ?? '').where('own.sealed_at', 'is not', null))))
}

/** The revealed rounds, the oldest first, the unblinded ones among them marked. */
export async function listRevealedRounds(tx: Tx, scope: Scope): Promise<RevealedRound[]> {
  const rows = await revealedRounds(tx, scope).select(['r.id', 'r.rubric', 'r.rubric_sha256', 'r.revealed_at', 'r.unblinded_at']).orderBy('r.revealed_at').orderBy('r.id').execute()
  // Written by insertRound alone, from a parsed process; only revealed ones are read.
  return rows.flatMap((r) => (r.revealed_at ? [{ id: r.id, rubricSha256: r.rubric_sha256, rubric: r.rubric as Rubric, revealedAt: r.revealed_at, unblinded: r.unblinded_at !== null }] : []))
}

/** Every level of every sealed review of those that stayed blind until the reveal; what could not be assessed has none. Row-level security says so too. */
export async function listRevealedLevels(tx: Tx, scope: Scope): Promise<RevealedLevel[]> {
  const rows = await revealedRounds(tx, scope)
    .where('r.unblinded_at', 'is', null)
    .innerJoin('reviews as v', (join) => join.onRef('v.round_id', '=', 'r.id').on('v.sealed_at', 'is not', null))
    .innerJoin('review_scores as s', 's.review_id', 'v.id')
    .innerJoin('members as m', 'm.id', 'v.author_id')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['r.id as round_id', 'r.rubric_sha256', 'r.revealed_at', 'm.id as member_id', 'u.name', 's.criterion_id', 's.level'])
    .orderBy('r.revealed_at')
    .orderBy('r.id')
    .orderBy('m.id')
    .orderBy('s.criterion_id')
    .execute()
  return rows.flatMap((r) => (r.level !== null && r.revealed_at ? [{ roundId: r.round_id, rubricSha256: r.rubric_sha256, revealedAt: r.revealed_at, member: { id: r.member_id, name: r.name }, criterionId: r.criterion_id, level: r.level }] : []))
}
