import type { ReviewComment } from '#contract/reviews.ts'
import type { RECOMMENDATIONS, Score } from '#contract/scorecards.ts'
import type { Rubric } from '#contract/process.ts'
import { type Missing, missingFields } from '#server/features/scorecards/index.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import type { Place } from './round.ts'

export type Comment = Omit<ReviewComment, 'created_at'> & { created_at: Date }

/** What one reviewer wrote. Its author's alone until it is sealed and the round is revealed. */
export interface Review {
  id: string
  roundId: string
  authorId: string
  summary: string
  recommendation: (typeof RECOMMENDATIONS)[number] | null
  sealedAt: Date | null
  sha256: string | null
  scores: Score[]
  comments: Comment[]
}

/** A review nobody has written a word of. */
export function emptyReview(place: Place): Review {
  return { id: place.reviewId, roundId: place.roundId, authorId: place.memberId, summary: '', recommendation: null, sealedAt: null, sha256: null, scores: [], comments: [] }
}

/** What has to be there before this review can be sealed. A comment of kind evidence founds the score it points at. */
export function missingIn(review: Review, rubric: Rubric): Missing[] {
  const pinned = new Set(review.comments.flatMap((c) => (c.kind === 'evidence' && c.criterion_id !== null ? [c.criterion_id] : [])))
  return missingFields({ criteria: rubric.criteria, scores: review.scores, summary: review.summary, recommendation: review.recommendation, pinned })
}

/**
 * The commitment that goes into the record when a review is sealed: nobody can change what it says afterwards. The
 * review's id, which nobody else knows before the reveal, keeps short reviews from being guessed from their hash.
 */
export function hashOf(review: Review, rubricSha256: string): string {
  const scores = review.scores.toSorted((a, b) => (a.criterion_id < b.criterion_id ? -1 : 1))
  const comments = review.comments.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ created_at: _, ...facts }) => facts)
  return sha256Hex(canonicalJson({ review_id: review.id, scores, comments, summary: review.summary, recommendation: review.recommendation, rubric_sha256: rubricSha256 }))
}
