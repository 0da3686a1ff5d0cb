import type { Round as RoundAnswer } from '#contract/rounds.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { carryOut, holdRound, over, subjectOf } from './change-round.ts'
import { openRoundFor } from './find.ts'
import { eligibleFor } from './pool.ts'
import { presentNow } from './present-round.ts'
import { refusalOf } from './refusals.ts'
import { factsOf } from './round.ts'
import { decide } from './round-rules.ts'

/**
 * Replaces a reviewer who has not sealed. The one who leaves is out of the round until the reveal and never comes back;
 * the one who joins starts empty.
 */
export async function replaceReviewer(tx: Tx, roundId: string, change: { leaves: string; joins: string }): Promise<RoundAnswer> {
  const { round, places, application } = await holdRound(tx, await openRoundFor(tx, roundId))
  const decision = decide(factsOf(round, places, over(application)), { act: 'replace', ...change, pool: await eligibleFor(tx, round, application) })
  if (!decision.ok) throw refusalOf(decision, places)
  await carryOut(tx, round, decision.changes)
  await record(tx, 'review.replaced', subjectOf(round), { application_id: round.applicationId, round_id: round.id, left: change.leaves, joined: change.joins })
  // Whoever replaced themselves has just shut the door behind them; this answer still says what they did.
  return presentNow(tx, round.id)
}
