import type { Round as RoundAnswer } from '#contract/rounds.ts'
import { refreshStage } from '#server/features/applications/index.ts'
import { guardAgainst, internalText } from '#server/features/feedback/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { holdRound, subjectOf } from './change-round.ts'
import { discussionsFor } from './discussion.ts'
import { insertDiscussions, insertOutcome, listDiscussions } from './discussion-store.ts'
import { openRoundFor } from './find.ts'
import { presentNow } from './present-round.ts'
import { refusalOf } from './refusals.ts'
import type { Review } from './review.ts'
import { decides } from './round-actions.ts'
import { type Round, factsOf } from './round.ts'
import { decide } from './round-rules.ts'

/** Opens what has to be talked about, in the transaction that reveals. */
export async function openDiscussionsOf(tx: Tx, round: Round, reviews: readonly Review[]): Promise<void> {
  await insertDiscussions(tx, round.id, discussionsFor(round.rubric.criteria, reviews.filter((r) => r.sealedAt)))
}

/** Writes down what came of talking. Later words are added beside earlier ones; no review and no record changes. */
export async function recordDiscussion(tx: Tx, roundId: string, o: { criterion_id: string; outcome: string; level: number | null }): Promise<RoundAnswer> {
  const me = requireMember(tx)
  const { round, places } = await holdRound(tx, await openRoundFor(tx, roundId))
  const discussions = (await listDiscussions(tx, round.id)).map((d) => ({ criterionId: d.criterionId, settled: d.outcomes.length > 0 }))
  const decision = decide(factsOf(round, places, { discussions }), { act: 'discuss', by: me.memberId, criterionId: o.criterion_id, decides: decides(me) })
  if (!decision.ok) throw refusalOf(decision, places)
  await insertOutcome(tx, round.id, { criterionId: o.criterion_id, outcome: o.outcome, level: o.level, by: me.memberId })
  await guardAgainst(tx, round.applicationId, [internalText(o.outcome)])
  await record(tx, 'review_discussion.recorded', subjectOf(round), { application_id: round.applicationId, round_id: round.id, criterion_id: o.criterion_id })
  await refreshStage(tx, round.applicationId)
  return presentNow(tx, round.id)
}
