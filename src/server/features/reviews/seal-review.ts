import type { Round as RoundAnswer } from '#contract/rounds.ts'
import { type LoadedApplication, keepPromise, lockApplication, refreshStage } from '#server/features/applications/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { removeDrafts } from './draft-store.ts'
import { reviewIncomplete, reviewNotFound } from './errors.ts'
import { isMine, placeForWriting } from './find.ts'
import { handOverFeedback, printsOf } from './hand-over-feedback.ts'
import { presentNow } from './present-round.ts'
import { openDiscussionsOf } from './record-discussion.ts'
import { type Review, hashOf, missingIn } from './review.ts'
import { type Place, type Round, isReadyToReveal } from './round.ts'
import { markSealed, myReview, reviewsBeside } from './review-store.ts'
import { findPlaceOfReview, findRound, listPlaces, lockRound, markRevealed, markSubmitted } from './round-store.ts'

/**
 * Seals the asking member's review for good. The transaction that seals the last one reveals the round: whoever comes
 * second waits for the round's row, and then sees that the other is done.
 */
export async function sealReview(tx: Tx, reviewId: string): Promise<RoundAnswer> {
  const { round, application } = await holdRound(tx, reviewId)
  const { place } = await placeForWriting(tx, reviewId)
  const review = await myReview(tx, place)
  const missing = missingIn(review, round.rubric)
  if (missing.length > 0) throw reviewIncomplete(missing)
  await removeDrafts(tx, reviewId)
  const sha256 = hashOf(review, round.rubricSha256)
  await markSealed(tx, reviewId, { sha256, prints: printsOf(review, application.id) })
  await markSubmitted(tx, reviewId)
  await record(tx, 'review.sealed', subject(round), { application_id: round.applicationId, round_id: round.id, sha256 })
  const sealed = { ...review, sealedAt: tx.now, sha256, drafts: [] }
  return presentNow(tx, round.id, await revealWhenReady(tx, round, application, sealed))
}

/** Locks in one order everywhere: application, round, place. */
async function holdRound(tx: Tx, reviewId: string): Promise<{ round: Round; application: LoadedApplication }> {
  const place = await findPlaceOfReview(tx, reviewId)
  const found = place && isMine(tx, place) ? await findRound(tx, place.roundId) : null
  const application = found && (await lockApplication(tx, found.applicationId))
  if (!application) throw reviewNotFound()
  return { application, round: await lockRound(tx, found.id) }
}

/** Needs nobody's review to decide: only who has submitted. @returns what is open from now on, read once for all that is made of it */
async function revealWhenReady(tx: Tx, round: Round, application: LoadedApplication, own: Review): Promise<Review[] | undefined> {
  const places: Place[] = await listPlaces(tx, [round.id])
  if (!isReadyToReveal(round, places)) return undefined
  await markRevealed(tx, round.id)
  const reviews = await reviewsBeside(tx, own)
  await openDiscussionsOf(tx, round, reviews)
  await record(tx, 'review_round.revealed', subject(round), { application_id: application.id, round_id: round.id })
  if (application.state === 'active') await keepPromise(tx, { orgId: round.orgId, applicationId: application.id, kind: 'review' })
  await handOverFeedback(tx, round, application, reviews)
  await refreshStage(tx, application.id)
  return reviews
}

const subject = (round: Round) => ({ orgId: round.orgId, applicationId: round.applicationId, jobId: round.jobId })
