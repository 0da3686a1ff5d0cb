import type { Round as RoundAnswer } from '#contract/rounds.ts'
import { loadApplicationForMember, lockApplication } from '#server/features/applications/index.ts'
import { record } from '#server/platform/events/record.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { hasSubmitted, reviewerNotPossible, roundNotFound } from './errors.ts'
import { roundForMember } from './find.ts'
import { assign, eligibleReviewers } from './open-round.ts'
import { presentRound } from './present.ts'
import { type Place, activePlaces } from './round.ts'
import { findRound, listPlaces, lockRound, markReplaced } from './round-store.ts'

/**
 * Replaces a reviewer who has not sealed. The one who leaves is out of the round until the reveal and never comes back;
 * the one who joins starts empty.
 */
export async function replaceReviewer(tx: Tx, roundId: string, change: { leaves: string; joins: string }): Promise<RoundAnswer> {
  const applicationId = (await openTo(tx, roundId)).applicationId
  await lockApplication(tx, applicationId)
  const round = await lockRound(tx, roundId)
  const places = await listPlaces(tx, [roundId])
  const leaver = activePlaces(places).find((p) => p.memberId === change.leaves)
  if (!leaver) throw reviewerNotPossible('They are not a reviewer of this round.')
  if (leaver.state === 'submitted') throw hasSubmitted(leaver.name)
  await checkJoiner(tx, applicationId, places, change.joins)
  if (!(await markReplaced(tx, roundId, change.leaves))) throw hasSubmitted(leaver.name)
  await assign(tx, round, change.joins)
  await record(tx, 'review.replaced', { orgId: round.orgId, applicationId, jobId: round.jobId }, { application_id: applicationId, round_id: roundId, left: change.leaves, joined: change.joins })
  return presentAfter(tx, roundId)
}

/** By the same access as reading it: unknown, foreign and shut out are alike. */
async function openTo(tx: Tx, roundId: string) {
  const round = await findRound(tx, roundId)
  if (round?.orgId !== requireMember(tx).orgId) throw roundNotFound()
  return (await roundForMember(tx, round.applicationId)).round
}

async function checkJoiner(tx: Tx, applicationId: string, places: readonly Place[], joins: string): Promise<void> {
  const known = places.find((p) => p.memberId === joins)
  if (known?.replacedAt) throw reviewerNotPossible(`${known.name} left this round and can’t come back to it.`)
  if (known) throw reviewerNotPossible(`${known.name} reviews in this round already.`)
  const possible = await eligibleReviewers(tx, await loadApplicationForMember(tx, applicationId))
  if (!possible.includes(joins)) throw reviewerNotPossible('Choose one of the reviewers of the job’s hiring team.')
}

/** Whoever replaced themselves has just shut the door behind them; this answer still says what they did. */
async function presentAfter(tx: Tx, roundId: string): Promise<RoundAnswer> {
  const round = await findRound(tx, roundId)
  if (!round) throw roundNotFound()
  return presentRound(tx, round, await listPlaces(tx, [roundId]))
}
