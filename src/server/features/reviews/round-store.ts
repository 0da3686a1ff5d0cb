import type { Rubric } from '#contract/process.ts'
import type { DeclineReason } from '#contract/rounds.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Place, Round } from './round.ts'
import type { HowLeft } from './round-rules.ts'

export type NewRound = Omit<Round, 'id' | 'jobId' | 'jobTitle' | 'openedAt' | 'revealedAt' | 'unblinded'>

export async function insertRound(tx: Tx, r: NewRound): Promise<string> {
  const id = newId('rnd', tx.now)
  await tx.sql
    .insertInto('review_rounds')
    .values({ id, org_id: r.orgId, application_id: r.applicationId, stage_key: r.stageKey, submission_id: r.submissionId, rubric: JSON.stringify(r.rubric), rubric_sha256: r.rubricSha256, wanted: r.wanted, opened_at: tx.now, due_at: r.dueAt })
    .execute()
  return id
}

function rounds(tx: Tx) {
  return tx.sql
    .selectFrom('review_rounds as r')
    .innerJoin('applications as a', 'a.id', 'r.application_id')
    .innerJoin('jobs as j', 'j.id', 'a.job_id')
    .selectAll('r')
    .select(['a.job_id', 'j.title as job_title'])
}
type RoundRow = Awaited<ReturnType<ReturnType<typeof rounds>['execute']>>[number]

function roundOf(r: RoundRow): Round {
  return {
    id: r.id,
    orgId: r.org_id,
    applicationId: r.application_id,
    jobId: r.job_id,
    jobTitle: r.job_title,
    stageKey: r.stage_key,
    submissionId: r.submission_id,
    // Written by insertRound alone, from a parsed process.
    rubric: r.rubric as Rubric,
    rubricSha256: r.rubric_sha256,
    wanted: r.wanted,
    openedAt: r.opened_at,
    dueAt: r.due_at,
    revealedAt: r.revealed_at,
    unblinded: unblindedOf(r),
  }
}

function unblindedOf(r: RoundRow): Round['unblinded'] {
  if (r.unblinded_at === null || r.unblinded_by === null) return null
  return { at: r.unblinded_at, by: r.unblinded_by, reason: r.unblinded_reason ?? '' }
}

export async function findRound(tx: Tx, id: string): Promise<Round | null> {
  const row = await rounds(tx).where('r.id', '=', id).executeTakeFirst()
  return row ? roundOf(row) : null
}

export async function findRoundOfApplication(tx: Tx, applicationId: string): Promise<Round | null> {
  const row = await rounds(tx).where('r.application_id', '=', applicationId).executeTakeFirst()
  return row ? roundOf(row) : null
}

/** The round as it is now, held until the transaction ends. */
export async function lockRound(tx: Tx, id: string): Promise<Round> {
  await tx.sql.selectFrom('review_rounds').select('id').where('id', '=', id).forUpdate().execute()
  return roundOf(await rounds(tx).where('r.id', '=', id).executeTakeFirstOrThrow())
}

export async function markRevealed(tx: Tx, id: string): Promise<void> {
  await tx.sql.updateTable('review_rounds').set({ revealed_at: tx.now }).where('id', '=', id).where('revealed_at', 'is', null).execute()
}

export async function markUnblinded(tx: Tx, id: string, o: { by: string; reason: string }): Promise<void> {
  await tx.sql.updateTable('review_rounds').set({ unblinded_at: tx.now, unblinded_by: o.by, unblinded_reason: o.reason }).where('id', '=', id).execute()
}

/** Moves the due date on, and keeps from when, why and by whom. */
export async function moveDueDate(tx: Tx, round: Round, o: { dueAt: Date; reason: string; by: string }): Promise<void> {
  await tx.sql.insertInto('round_extensions').values({ id: newId('rex', tx.now), round_id: round.id, from_due_at: round.dueAt, due_at: o.dueAt, reason: o.reason, extended_by: o.by, extended_at: tx.now }).execute()
  await tx.sql.updateTable('review_rounds').set({ due_at: o.dueAt }).where('id', '=', round.id).execute()
}

const MOST_IN_A_LIST = 100

/** Rounds somebody reviews in, or has reviewed in: what they have still to do first, the most urgent first. */
export async function listRoundsOfReviewer(tx: Tx, memberId: string): Promise<Round[]> {
  const rows = await rounds(tx)
    .innerJoin('round_reviewers as p', 'p.round_id', 'r.id')
    .where('p.member_id', '=', memberId)
    .where('p.replaced_at', 'is', null)
    .where((eb) => eb.or([eb('a.state', '=', 'active'), eb('r.revealed_at', 'is not', null)]))
    .orderBy('p.state')
    .orderBy((eb) => eb('r.revealed_at', 'is not', null))
    .orderBy('r.due_at', (o) => o.asc().nullsLast())
    .orderBy('r.id')
    .limit(MOST_IN_A_LIST)
    .execute()
  return rows.map(roundOf)
}

/** Rounds that are not revealed, of running applications, in which somebody has a place they have not sealed. */
export async function listOpenRoundsOf(tx: Tx, memberId: string, candidateId?: string): Promise<Round[]> {
  let query = rounds(tx)
    .innerJoin('round_reviewers as p', 'p.round_id', 'r.id')
    .where('p.member_id', '=', memberId)
    .where('p.replaced_at', 'is', null)
    .where('p.state', '=', 'assigned')
    .where('r.revealed_at', 'is', null)
  if (candidateId !== undefined) query = query.where('a.candidate_id', '=', candidateId)
  return (await query.orderBy('r.id').execute()).map(roundOf)
}

/** Rounds of running applications that still lack a reviewer. */
function shortRounds(tx: Tx) {
  return rounds(tx)
    .where('a.state', '=', 'active')
    .where('r.revealed_at', 'is', null)
    .where((eb) => eb(eb.selectFrom('round_reviewers as p').select((e) => e.fn.countAll<number>().as('n')).whereRef('p.round_id', '=', 'r.id').where('p.replaced_at', 'is', null), '<', eb.ref('r.wanted')))
    .orderBy('r.id')
}

/** Those of a job. */
export async function listShortRounds(tx: Tx, jobId: string): Promise<Round[]> {
  return (await shortRounds(tx).where('a.job_id', '=', jobId).execute()).map(roundOf)
}

/** Those by a rubric, of whatever job. */
export async function listShortRoundsBy(tx: Tx, orgId: string, rubricSha256: string): Promise<Round[]> {
  return (await shortRounds(tx).where('r.org_id', '=', orgId).where('r.rubric_sha256', '=', rubricSha256).execute()).map(roundOf)
}

function places(tx: Tx) {
  return tx.sql
    .selectFrom('round_reviewers as p')
    .innerJoin('members as m', 'm.id', 'p.member_id')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['p.round_id', 'p.member_id', 'p.review_id', 'p.state', 'p.replaced_at', 'p.left_how', 'p.left_reason', 'p.left_words', 'u.name'])
}
type PlaceRow = Awaited<ReturnType<ReturnType<typeof places>['execute']>>[number]

function placeOf(r: PlaceRow): Place {
  const state = r.state === 'submitted' ? 'submitted' : 'assigned'
  // The columns' checks allow these only.
  const left = r.left_how === null ? null : { how: r.left_how as HowLeft, reason: r.left_reason as DeclineReason | null, words: r.left_words }
  return { roundId: r.round_id, memberId: r.member_id, name: r.name, reviewId: r.review_id, state, replacedAt: r.replaced_at, left }
}

/** Every place of these rounds, those of people who were replaced included. In an order that says nothing. */
export async function listPlaces(tx: Tx, roundIds: readonly string[]): Promise<Place[]> {
  if (roundIds.length === 0) return []
  return (await places(tx).where('p.round_id', 'in', roundIds).orderBy('p.member_id').execute()).map(placeOf)
}

export async function findPlaceOfReview(tx: Tx, reviewId: string): Promise<Place | null> {
  const row = await places(tx).where('p.review_id', '=', reviewId).executeTakeFirst()
  return row ? placeOf(row) : null
}

/** The same, held: whoever holds a place writes its review alone. */
export async function lockPlaceOfReview(tx: Tx, reviewId: string): Promise<Place | null> {
  await tx.sql.selectFrom('round_reviewers').select('round_id').where('review_id', '=', reviewId).forUpdate().execute()
  return findPlaceOfReview(tx, reviewId)
}

export async function insertPlace(tx: Tx, roundId: string, memberId: string): Promise<void> {
  await tx.sql.insertInto('round_reviewers').values({ round_id: roundId, member_id: memberId, review_id: newId('rev', tx.now), assigned_at: tx.now }).execute()
}

export async function markSubmitted(tx: Tx, reviewId: string): Promise<void> {
  await tx.sql.updateTable('round_reviewers').set({ state: 'submitted' }).where('review_id', '=', reviewId).execute()
}

/** Takes somebody out of the round until the reveal. @throws when they have submitted or left meanwhile: the caller holds the round */
export async function markLeft(tx: Tx, roundId: string, memberId: string, left: NonNullable<Place['left']>): Promise<void> {
  await tx.sql.updateTable('round_reviewers').set({ replaced_at: tx.now, left_how: left.how, left_reason: left.reason, left_words: left.words }).where('round_id', '=', roundId).where('member_id', '=', memberId).execute()
}

/** In how many rounds of running applications each of these still has a review to submit. */
export async function countOpenRounds(tx: Tx, memberIds: readonly string[]): Promise<Map<string, number>> {
  if (memberIds.length === 0) return new Map()
  const rows = await tx.sql
    .selectFrom('round_reviewers as p')
    .innerJoin('review_rounds as r', 'r.id', 'p.round_id')
    .innerJoin('applications as a', 'a.id', 'r.application_id')
    .select(['p.member_id', (eb) => eb.fn.countAll<number>().as('n')])
    .where('p.member_id', 'in', memberIds)
    .where('p.state', '=', 'assigned')
    .where('p.replaced_at', 'is', null)
    .where('a.state', '=', 'active')
    .groupBy('p.member_id')
    .execute()
  return new Map(rows.map((r) => [r.member_id, r.n]))
}
