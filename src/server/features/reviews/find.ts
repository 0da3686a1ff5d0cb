import { loadApplicationForMember } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { reviewNotFound, reviewSealed, roundNotFound } from './errors.ts'
import type { Place, Round } from './round.ts'
import { findPlaceOfReview, findRound, findRoundOfApplication, listPlaces, lockPlaceOfReview } from './round-store.ts'

/** The round of an application the asking member may see. Somebody replaced finds nothing until the reveal. */
export async function roundForMember(tx: Tx, applicationId: string): Promise<{ round: Round; places: Place[] }> {
  await loadApplicationForMember(tx, applicationId)
  const round = await findRoundOfApplication(tx, applicationId)
  if (!round) throw roundNotFound()
  const places = await listPlaces(tx, [round.id])
  if (isShutOut(places, requireMember(tx).memberId) && !round.revealedAt) throw roundNotFound()
  return { round, places }
}

function isShutOut(places: readonly Place[], memberId: string): boolean {
  return places.some((p) => p.memberId === memberId && p.replacedAt !== null)
}

/** A review by its id: the author's own, or a sealed one of a revealed round. Every other one is not found. */
export async function placeForReading(tx: Tx, reviewId: string): Promise<{ round: Round; place: Place }> {
  const place = await findPlaceOfReview(tx, reviewId)
  const round = place && (await findRound(tx, place.roundId))
  if (!place || !round) throw reviewNotFound()
  if (isMine(tx, place)) return { round, place }
  if (!round.revealedAt || place.state !== 'submitted' || !(await maySeeApplication(tx, round.applicationId))) throw reviewNotFound()
  return { round, place }
}

/** Whether it is the asking member's place. Those who were replaced have none. */
export function isMine(tx: Tx, place: Place): boolean {
  return place.replacedAt === null && place.memberId === requireMember(tx).memberId
}

/** The answer must be the same for a foreign review and for one that does not exist, so the refusal becomes a no. */
async function maySeeApplication(tx: Tx, applicationId: string): Promise<boolean> {
  try {
    return (await loadApplicationForMember(tx, applicationId)).id === applicationId
  } catch (error) {
    if (error instanceof Refusal) return false
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
