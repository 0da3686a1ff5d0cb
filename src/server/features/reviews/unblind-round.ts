import type { Round as RoundAnswer } from '#contract/rounds.ts'
import { tellCandidate } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { holdRound, subjectOf } from './change-round.ts'
import { sessionRequired } from './errors.ts'
import { openRoundFor } from './find.ts'
import { presentNow } from './present-round.ts'
import { refusalOf } from './refusals.ts'
import { factsOf } from './round.ts'
import { decide } from './round-rules.ts'
import { markUnblinded } from './round-store.ts'

const NOTICE = 'Somebody responsible at the company opened the sealed reviews of your work before all of them were in, and wrote down why. Whoever has yet to finish a review still sees nothing of the others.'

/**
 * An owner opens what is sealed, in an emergency and with a reason. It does not reveal: drafts stay shut, and whoever has yet
 * to seal, owner or not, sees nothing. The round is marked for ever; both reviewers and the candidate are told.
 */
export async function unblindRound(tx: Tx, roundId: string, reason: string): Promise<RoundAnswer> {
  const me = requireMember(tx)
  if (me.sessionId === null) throw sessionRequired()
  const { round, places } = await holdRound(tx, await openRoundFor(tx, roundId))
  const decision = decide(factsOf(round, places), { act: 'unblind', by: me.memberId })
  if (!decision.ok) throw refusalOf(decision, places)
  await markUnblinded(tx, round.id, { by: me.memberId, reason })
  await tellCandidate(tx, round.applicationId, NOTICE)
  await record(tx, 'review_round.unblinded', subjectOf(round), { application_id: round.applicationId, round_id: round.id, reason })
  return presentNow(tx, round.id)
}
