import type { Review as ReviewAnswer } from '#contract/reviews.ts'
import type { Round as RoundAnswer } from '#contract/rounds.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { reviewNotFound } from './errors.ts'
import { isMine, placeForReading, roundForMember } from './find.ts'
import { presentReview } from './present.ts'
import { presentRound } from './present-round.ts'
import { myReview, visibleReviews } from './review-store.ts'
import { listPlaces, listRoundsOfReviewer } from './round-store.ts'

/** The round of an application. */
export async function showRound(tx: Tx, applicationId: string): Promise<RoundAnswer> {
  const { round, places } = await roundForMember(tx, applicationId)
  return presentRound(tx, round, places)
}

/** The rounds the asking member reviews in, open ones first. */
export async function listMyRounds(tx: Tx): Promise<RoundAnswer[]> {
  const rounds = await listRoundsOfReviewer(tx, requireMember(tx).memberId)
  const places = await listPlaces(tx, rounds.map((r) => r.id))
  const answers: RoundAnswer[] = []
  for (const round of rounds) answers.push(await presentRound(tx, round, places.filter((p) => p.roundId === round.id)))
  return answers
}

/** One review: the asking member's own, or a sealed one of a revealed round. */
export async function showReview(tx: Tx, reviewId: string): Promise<ReviewAnswer> {
  const { round, place } = await placeForReading(tx, reviewId)
  const review = isMine(tx, place) ? await myReview(tx, place) : (await visibleReviews(tx, round.id)).find((r) => r.id === reviewId)
  if (!review) throw reviewNotFound()
  return presentReview(review, round, place, requireMember(tx).memberId)
}
