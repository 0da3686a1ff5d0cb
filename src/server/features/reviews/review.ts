import type { RECOMMENDATIONS, ReviewComment, Score } from '#contract/reviews.ts'
import type { Rubric } from '#contract/process.ts'
import { type Missing, missingFields } from '#server/features/scorecards/index.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'

/** Several people review one submission, each on their own; all reviews are revealed at once. */
export interface Round {
  id: string
  orgId: string
  applicationId: string
  jobId: string
  jobTitle: string
  stageKey: string
  submissionId: string
  rubric: Rubric
  rubricSha256: string
  /** How many reviewers there have to be. */
  wanted: number
  openedAt: Date
  dueAt: Date | null
  revealedAt: Date | null
}

/** A reviewer's place in a round: all that others may know before the reveal. */
export interface Place {
  roundId: string
  memberId: string
  name: string
  reviewId: string
  state: 'assigned' | 'submitted'
  /** Set for somebody replaced, who is out of the round until the reveal. */
  replacedAt: Date | null
}

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

/** The places that count: those who were replaced are not among them. */
export function activePlaces(places: readonly Place[]): Place[] {
  return places.filter((p) => p.replacedAt === null)
}

/** Whether everybody who is wanted is there and has submitted. */
export function isReadyToReveal(round: Pick<Round, 'wanted'>, places: readonly Place[]): boolean {
  const active = activePlaces(places)
  return active.length >= round.wanted && active.every((p) => p.state === 'submitted')
}

/** Those with the fewest open rounds, ties by id; fewer than asked for when there are no more. */
export function chooseReviewers(pool: readonly string[], openRounds: ReadonlyMap<string, number>, count: number): string[] {
  const load = (id: string) => openRounds.get(id) ?? 0
  return pool.toSorted((a, b) => load(a) - load(b) || (a < b ? -1 : 1)).slice(0, count)
}

/** A candidate's name where reviews are anonymous: the same in every mail and list. */
export function candidateCode(applicationId: string): string {
  return `#${applicationId.slice(-6).toUpperCase()}`
}
