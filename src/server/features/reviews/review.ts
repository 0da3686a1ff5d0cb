import type { Rubric } from '#contract/process.ts'
import type { Recommendation, Score } from '#contract/scorecards.ts'
import { type Missing, missingFields, sealDocument } from '#server/features/scorecards/index.ts'
import { sha256Hex } from '#server/lib/hash.ts'
import { type Comment, type Draft, spotName } from './comment.ts'
import type { Place } from './round.ts'

/** What one reviewer wrote. Its author's alone until it is sealed and the round is revealed. */
export interface Review {
  id: string
  roundId: string
  authorId: string
  summary: string
  recommendation: Recommendation | null
  sealedAt: Date | null
  sha256: string | null
  scores: Score[]
  comments: Comment[]
  /** Comments being written: never in anybody else's hands, and none once it is sealed. */
  drafts: Draft[]
}

/** A review nobody has written a word of. */
export function emptyReview(place: Place): Review {
  return { id: place.reviewId, roundId: place.roundId, authorId: place.memberId, summary: '', recommendation: null, sealedAt: null, sha256: null, scores: [], comments: [], drafts: [] }
}

/** What has to be there before this review can be sealed. A comment of kind evidence founds the score it points at. */
export function missingIn(review: Review, rubric: Rubric): Missing[] {
  const pinned = new Set(review.comments.flatMap((c) => (c.kind === 'evidence' && c.criterion_id !== null ? [c.criterion_id] : [])))
  const unfinished = review.drafts.filter((d) => d.body.trim() !== '')
  return [...missingFields({ ...review, criteria: rubric.criteria, pinned }), ...unfinished.map((d) => ({ path: `drafts.${d.key}`, message: `Add or discard the comment you began on ${spotName(d)}.` }))]
}

/**
 * What a review commits to when it is sealed. Its id, which nobody else knows before the reveal, keeps short reviews from
 * being guessed from their hash.
 */
export function documentOf(review: Review, rubricSha256: string): string {
  const comments = review.comments.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(committed)
  return sealDocument(review, { review_id: review.id, comments, rubric_sha256: rubricSha256 })
}

export const hashOf = (review: Review, rubricSha256: string) => sha256Hex(documentOf(review, rubricSha256))

/** One line of the new side, as every comment once was, is written as it was then. */
function committed({ created_at: _, side, end_line: end, commit, ...facts }: Comment): object {
  return { ...facts, ...(side === 'new' ? {} : { side }), ...(end === facts.line ? {} : { end_line: end }), ...(commit === null ? {} : { commit }) }
}
