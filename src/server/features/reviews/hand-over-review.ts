import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { carryOut, holdRound, over, subjectOf } from './change-round.ts'
import { ownPlace } from './find.ts'
import { eligibleFor } from './pool.ts'
import { refusalOf } from './refusals.ts'
import { factsOf } from './round.ts'
import { decide } from './round-rules.ts'

/** The asking member gives their unsealed place to a colleague of the pool, who starts empty. */
export async function handOverReview(tx: Tx, reviewId: string, joins: string): Promise<void> {
  const own = await ownPlace(tx, reviewId)
  const { round, places, application } = await holdRound(tx, own.round)
  const leaves = own.place.memberId
  const decision = decide(factsOf(round, places, over(application)), { act: 'hand_over', leaves, joins, pool: await eligibleFor(tx, round, application) })
  if (!decision.ok) throw refusalOf(decision, places)
  await carryOut(tx, round, decision.changes)
  await record(tx, 'review.handed_over', subjectOf(round), { application_id: round.applicationId, round_id: round.id, left: leaves, joined: joins })
}
