import { type LoadedApplication, loadApplicationForMember } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { reviewNotFound, reviewSealed, roundNotFound } from './errors.ts'
import { type Place, type Round, factsOf } from './round.ts'
import { isShutOut, mayReadOthers } from './round-rules.ts'
import { findPlaceOfReview, findRound, findRoundOfApplication, listPlaces, lockPlaceOfReview } from './round-store.ts'

/** The round of an application the asking member may see. Somebody replaced finds nothing until the reveal. */
export async function roundForMember(tx: Tx, applicationId: string): Promise<{ round: Round; places: Place[] }> {
  await loadApplicationForMember(tx, applicationId)
  const round = await findRoundOfApplication(tx, applicationId)
  if (!round) throw roundNotFound()
  const places = await listPlaces(tx, [round.id])
  if (isShutOut(factsOf(round, places), requireMember(tx).memberId)) throw roundNotFound()
  return { round, places }
}

/** A round by its own id, by the same access as reading it: unknown, foreign and shut out are alike. */
export async function openRoundFor(tx: Tx, roundId: string): Promise<Round> {
  const round = await findRound(tx, roundId)
  if (round?.orgId !== requireMember(tx).orgId) throw roundNotFound()
  return (await roundForMember(tx, round.applicationId)).round
}

/** The asking member's own place, sealed or not. @throws Refusal 404 for everybody else's */
export async function ownPlace(tx: Tx, reviewId: string): Promise<{ round: Round; place: Place }> {
  const place = await findPlaceOfReview(tx, reviewId)
  const round = place && (await findRound(tx, place.roundId))
  if (!place || !round || !isMine(tx, place)) throw reviewNotFound()
  return { round, place }
}

/** A review by its id: the author's own, or a sealed one the round's rules open. Every other one is not found. */
export async function placeForReading(tx: Tx, reviewId: string): Promise<{ round: Round; place: Place }> {
  const place = await findPlaceOfReview(tx, reviewId)
  const round = place && (await findRound(tx, place.roundId))
  if (!place || !round) throw reviewNotFound()
  if (isMine(tx, place)) return { round, place }
  if (place.state !== 'submitted' || !(await mayReadIn(tx, round)) || (await applicationIfSeen(tx, round.applicationId)) === null) throw reviewNotFound()
  return { round, place }
}

async function mayReadIn(tx: Tx, round: Round): Promise<boolean> {
  return mayReadOthers(factsOf(round, await listPlaces(tx, [round.id])), requireMember(tx).memberId)
}

/** Whether it is the asking member's place. Those who were replaced have none. */
export function isMine(tx: Tx, place: Place): boolean {
  return place.replacedAt === null && place.memberId === requireMember(tx).memberId
}

/** An application the asking member may see, or null: where the answer must be the same for a foreign one and for none. */
export async function applicationIfSeen(tx: Tx, applicationId: string): Promise<LoadedApplication | null> {
  try {
    return await loadApplicationForMember(tx, applicationId)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/**
 * The asking member's own review, held for writing.
 * @throws Refusal 404 for everybody else's, review_sealed for one that is final
 */
export async function placeForWriting(tx: Tx, reviewId: string): Promise<{ round: Round; place: Place }> {
  const place = await lockPlaceOfReview(tx, reviewId)
  const round = place && (await findRound(tx, place.roundId))
  // Whose it is comes first: to others, a sealed review is as unknown as any.
  if (!place || !round || !isMine(tx, place)) throw reviewNotFound()
  if (place.state === 'submitted') throw reviewSealed()
  return { round, place }
}
