import type { DeclineReason } from '#contract/rounds.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { carryOut, type Held, holdRound, over, subjectOf } from './change-round.ts'
import { insertConflict } from './conflict-store.ts'
import { wordsMissing } from './errors.ts'
import { ownPlace } from './find.ts'
import { eligibleFor } from './pool.ts'
import { refusalOf } from './refusals.ts'
import { type Place, factsOf } from './round.ts'
import { decide } from './round-rules.ts'
import { findRound } from './round-store.ts'

/** Below this, “other” says nothing. */
const WORDS_MIN = 3

/**
 * The asking member gives their unsealed place back, with a reason that those who decide are told and nobody else. The
 * round is filled again from the pool. A conflict of interest holds for this candidate from now on.
 */
export async function declineReview(tx: Tx, reviewId: string, why: { reason: DeclineReason; words: string }): Promise<void> {
  if (why.reason === 'other' && why.words.length < WORDS_MIN) throw wordsMissing()
  const { place, round: found } = await ownPlace(tx, reviewId)
  const held = await holdRound(tx, found)
  if (why.reason === 'conflict_of_interest') await insertConflict(tx, { orgId: held.round.orgId, candidateId: held.application.candidate.id, applicationId: held.application.id, memberId: place.memberId, declaredBy: place.memberId, words: why.words })
  await leaveDeclined(tx, held, place, why)
}

async function leaveDeclined(tx: Tx, { round, places, application }: Held, place: Place, why: { reason: DeclineReason; words: string }): Promise<void> {
  const decision = decide(factsOf(round, places, over(application)), { act: 'decline', leaves: place.memberId, pool: await eligibleFor(tx, round, application) })
  if (!decision.ok) throw refusalOf(decision, places)
  await carryOut(tx, round, decision.changes, why)
  await record(tx, 'review.declined', subjectOf(round), { application_id: round.applicationId, round_id: round.id, member_id: place.memberId })
}

/** Takes somebody out of a round they may not judge in, and asks somebody else. Nothing happens when they have sealed. */
export async function excludeFrom(tx: Tx, roundId: string, memberId: string, how: 'conflict' | 'replaced'): Promise<void> {
  const found = await findRound(tx, roundId)
  if (!found) return
  const { round, places, application } = await holdRound(tx, found)
  const decision = decide(factsOf(round, places, over(application)), { act: 'exclude', leaves: memberId, how, pool: await eligibleFor(tx, round, application) })
  if (!decision.ok) return
  await carryOut(tx, round, decision.changes)
  await record(tx, 'review.excluded', subjectOf(round), { application_id: round.applicationId, round_id: round.id, member_id: memberId })
}
