import type { Review as ReviewAnswer } from '#contract/reviews.ts'
import type { Score } from '#contract/scorecards.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { criterionUnknown } from './errors.ts'
import { placeForWriting } from './find.ts'
import { presentReview } from './present.ts'
import type { Review } from './review.ts'
import type { Place, Round } from './round.ts'
import { beginReview, myReview, putScore, putVerdict } from './review-store.ts'

/** Scores one criterion. What is written before sealing is recorded nowhere: it is nobody else's business yet. */
export async function saveScore(tx: Tx, reviewId: string, score: Score): Promise<ReviewAnswer> {
  const { round, place } = await placeForWriting(tx, reviewId)
  if (!round.rubric.criteria.some((c) => c.id === score.criterion_id)) throw criterionUnknown()
  await beginReview(tx, place)
  await putScore(tx, reviewId, score)
  return presentMine(tx, round, place)
}

/** Keeps the summary for the team and the recommendation. */
export async function saveVerdict(tx: Tx, reviewId: string, verdict: Pick<Review, 'summary' | 'recommendation'>): Promise<ReviewAnswer> {
  const { round, place } = await placeForWriting(tx, reviewId)
  await beginReview(tx, place)
  await putVerdict(tx, reviewId, verdict)
  return presentMine(tx, round, place)
}

async function presentMine(tx: Tx, round: Round, place: Place): Promise<ReviewAnswer> {
  return presentReview(await myReview(tx, place), round, place, requireMember(tx).memberId)
}
