import type { Seal } from '#contract/scorecards.ts'
import { checkSeal, type RecordedSeal } from '#server/features/scorecards/index.ts'
import { eventsAbout } from '#server/platform/events/store.ts'
import type { Tx } from '#server/platform/tx.ts'
import { reviewNotFound, reviewNotSealed } from './errors.ts'
import { isMine, placeForReading } from './find.ts'
import { documentOf } from './review.ts'
import type { Place, Round } from './round.ts'
import { visibleReviews } from './review-store.ts'

/** What a review that may be read committed to, and whether the event chain says the same. */
export async function verifySeal(tx: Tx, reviewId: string): Promise<Seal> {
  const { round, place } = await placeForReading(tx, reviewId)
  const review = (await visibleReviews(tx, round.id)).find((r) => r.id === reviewId)
  if (isMine(tx, place) && !review?.sealedAt) throw reviewNotSealed()
  if (!review) throw reviewNotFound()
  return checkSeal(documentOf(review, round.rubricSha256), review.sha256, await recordedSeal(tx, round, place))
}

/** Somebody seals once in a round, so who and where finds the event. */
async function recordedSeal(tx: Tx, round: Round, place: Place): Promise<RecordedSeal | undefined> {
  const seals = await eventsAbout(tx, 'review.sealed', round.applicationId)
  const mine = seals.find((e) => e.data.round_id === round.id && e.actor.id === place.memberId)
  return mine && { seq: mine.seq, at: mine.at, sha256: mine.data.sha256 }
}
