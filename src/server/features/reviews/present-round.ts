import type { Round as RoundAnswer } from '#contract/rounds.ts'
import { memberName } from '#server/features/accounts/index.ts'
import { findStage, isNamelessTo, loadApplicationById } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Discussion } from './discussion.ts'
import { listDiscussions } from './discussion-store.ts'
import { roundNotFound } from './errors.ts'
import { presentReview } from './present.ts'
import type { Review } from './review.ts'
import { actionsOn, decidesFor } from './round-actions.ts'
import { type Place, type Round, activePlaces, factsOf } from './round.ts'
import { mayReadOthers } from './round-rules.ts'
import { findRound, listPlaces } from './round-store.ts'
import { visibleReviews } from './review-store.ts'

/**
 * A round as its readers see it: until the reveal only who is asked and who is done. Never the candidate's name. `read` are
 * the visible reviews, where this transaction has read them already.
 */
export async function presentRound(tx: Tx, round: Round, places: readonly Place[], read?: readonly Review[]): Promise<RoundAnswer> {
  const me = requireMember(tx)
  const there = activePlaces(places)
  return {
    ...headOf(round),
    anonymous: await isAnonymous(tx, round),
    reviewers: there.map((p) => ({ id: p.memberId, name: p.name, state: p.state })),
    left: await leftOf(tx, round, places),
    unblinded: round.unblinded && { at: round.unblinded.at.toISOString(), by: await memberName(tx, round.unblinded.by), reason: round.unblinded.reason },
    my_review_id: there.find((p) => p.memberId === me.memberId)?.reviewId ?? null,
    reviews: await reviewsOf(tx, round, places, read),
    discussions: (await listDiscussions(tx, round.id)).map(presentDiscussion),
    actions: actionsOn(round, places, me),
  }
}

/** The round as it is after a change. The caller has made sure that whoever asks may see it. */
export async function presentNow(tx: Tx, roundId: string, read?: readonly Review[]): Promise<RoundAnswer> {
  const round = await findRound(tx, roundId)
  if (!round) throw roundNotFound()
  return presentRound(tx, round, await listPlaces(tx, [roundId]), read)
}

function headOf(round: Round) {
  return {
    id: round.id,
    application_id: round.applicationId,
    submission_id: round.submissionId,
    job_title: round.jobTitle,
    rubric_sha256: round.rubricSha256,
    opened_at: round.openedAt.toISOString(),
    due_at: round.dueAt?.toISOString() ?? null,
    revealed_at: round.revealedAt?.toISOString() ?? null,
    wanted: round.wanted,
  }
}

/** Until the reveal reviewers are not told whose work it is, unless the stage says otherwise. */
export async function isAnonymous(tx: Tx, round: Pick<Round, 'applicationId' | 'stageKey'>): Promise<boolean> {
  const { process } = await loadApplicationById(tx, round.applicationId)
  return findStage(process, 'team_review', round.stageKey)?.config.anonymous ?? true
}

/** Sealed reviews of others, where the rules open them. The store asks once more. */
async function reviewsOf(tx: Tx, round: Round, places: readonly Place[], read?: readonly Review[]): Promise<RoundAnswer['reviews']> {
  const me = requireMember(tx)
  if (!mayReadOthers(factsOf(round, places), me.memberId)) return []
  const sealed = (read ?? (await visibleReviews(tx, round.id))).filter((r) => r.sealedAt)
  return activePlaces(places).flatMap((p) => sealed.filter((r) => r.id === p.reviewId).map((r) => presentReview(r, round, p, me.memberId)))
}

/** Why somebody declined is for those who decide, unless they are not told whose work it is: the reason may tell. */
async function leftOf(tx: Tx, round: Round, places: readonly Place[]): Promise<RoundAnswer['left']> {
  const gone = places.flatMap((p) => (p.left && p.replacedAt ? [{ ...p, left: p.left, at: p.replacedAt }] : []))
  if (gone.length === 0) return []
  const told = (await decidesFor(tx, round)) && !(await isNamelessTo(tx, requireMember(tx), round.applicationId))
  return gone.map((p) => ({ id: p.memberId, name: p.name, how: p.left.how, at: p.at.toISOString(), reason: told ? p.left.reason : null, words: told ? p.left.words : '' }))
}

function presentDiscussion(d: Discussion): RoundAnswer['discussions'][number] {
  const written = d.outcomes.map((o) => ({ outcome: o.outcome, level: o.level, by: o.by, at: o.at.toISOString() }))
  const newest = written.at(-1) ?? { outcome: null, level: null, by: null, at: null }
  return { criterion_id: d.criterionId, spread: d.spread, ...newest, earlier: written.slice(0, -1) }
}
