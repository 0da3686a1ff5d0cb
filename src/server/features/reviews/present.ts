import type { CommentDraft, Review as ReviewAnswer, ReviewComment } from '#contract/reviews.ts'
import type { Round as RoundAnswer } from '#contract/rounds.ts'
import { presentCard } from '#server/features/scorecards/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Comment, Draft } from './comment.ts'
import { type Review, missingIn } from './review.ts'
import { type Place, type Round, activePlaces } from './round.ts'
import { visibleReviews } from './review-store.ts'

/** A round as its readers see it: until the reveal only who is asked and who is done. Never the candidate's name. */
export async function presentRound(tx: Tx, round: Round, places: readonly Place[]): Promise<RoundAnswer> {
  const mine = requireMember(tx).memberId
  const active = activePlaces(places)
  const reviews = round.revealedAt ? (await visibleReviews(tx, round.id)).filter((r) => r.sealedAt) : []
  return {
    id: round.id,
    application_id: round.applicationId,
    submission_id: round.submissionId,
    job_title: round.jobTitle,
    opened_at: round.openedAt.toISOString(),
    due_at: round.dueAt?.toISOString() ?? null,
    revealed_at: round.revealedAt?.toISOString() ?? null,
    reviewers: active.map((p) => ({ id: p.memberId, name: p.name, state: p.state })),
    my_review_id: active.find((p) => p.memberId === mine)?.reviewId ?? null,
    reviews: active.flatMap((p) => reviews.filter((r) => r.id === p.reviewId).map((r) => presentReview(r, round, p, mine))),
  }
}

/** A review whole. The caller has made sure that whoever asks may see it. */
export function presentReview(review: Review, round: Round, place: Place, memberId: string): ReviewAnswer {
  const mine = place.memberId === memberId
  return {
    id: review.id,
    round_id: round.id,
    application_id: round.applicationId,
    submission_id: round.submissionId,
    reviewer: { id: place.memberId, name: place.name },
    mine,
    ...presentCard(round.rubric.criteria, review, mine && !review.sealedAt ? missingIn(review, round.rubric) : []),
    comments: review.comments.map(presentComment),
    drafts: mine ? review.drafts.map(presentDraft) : [],
  }
}

export function presentComment(c: Comment): ReviewComment {
  return { ...c, created_at: c.created_at.toISOString() }
}

export function presentDraft(d: Draft): CommentDraft {
  return { ...d, saved_at: d.saved_at.toISOString() }
}
