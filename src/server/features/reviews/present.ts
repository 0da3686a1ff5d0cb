import type { CommentDraft, Review as ReviewAnswer, ReviewComment } from '#contract/reviews.ts'
import { presentCard } from '#server/features/scorecards/index.ts'
import type { Comment, Draft } from './comment.ts'
import { type Review, missingIn } from './review.ts'
import type { Place, Round } from './round.ts'

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
