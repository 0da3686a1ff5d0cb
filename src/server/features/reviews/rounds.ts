import type { Round } from '#contract/reviews.ts'
import { listMembersOf } from '#server/features/accounts/index.ts'
import { loadApplicationForMember } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { noSuchRound, reviewSealed, reviewerNotPossible } from './errors.ts'
import { askReviewer } from './open-round.ts'
import { presentRound } from './present.ts'
import { lockRound, markReplaced, reviewersOf, roundOf, roundsOfReviewer } from './store.ts'

export async function getRound(tx: Tx, applicationId: string): Promise<Round> {
  const a = await loadApplicationForMember(tx, applicationId)
  const round = await roundOf(tx, a.id)
  if (!round) throw noSuchRound()
  return presentRound(tx, round)
}

export async function listMyReviews(tx: Tx): Promise<{ items: Round[] }> {
  const items = []
  for (const round of await roundsOfReviewer(tx, requireMember(tx).memberId)) items.push(await presentRound(tx, round))
  return { items }
}

/** Somebody who has not sealed leaves, somebody new begins empty. Who left stays out until the reveal. */
export async function replaceReviewer(tx: Tx, roundId: string, o: { leaves: string; joins: string }): Promise<Round> {
  const round = await lockRound(tx, roundId)
  if (!round) throw noSuchRound()
  await loadApplicationForMember(tx, round.application_id)
  const reviewers = await reviewersOf(tx, roundId)
  const leaving = reviewers.find((r) => r.member_id === o.leaves && r.replaced_at === null)
  if (!leaving) throw reviewerNotPossible('The one to be replaced does not review here.')
  if (leaving.state === 'submitted') throw reviewSealed()
  if (reviewers.some((r) => r.member_id === o.joins)) throw reviewerNotPossible('This person reviews here, or was replaced here.')
  if (!(await listMembersOf(tx, round.org_id)).some((m) => m.id === o.joins)) throw reviewerNotPossible('Choose a member of the organization.')
  await markReplaced(tx, roundId, o.leaves)
  await askReviewer(tx, { id: round.id, applicationId: round.application_id, orgId: round.org_id }, o.joins)
  const answer = await presentRound(tx, round)
  await record(tx, 'review.replaced', { orgId: round.org_id, applicationId: round.application_id }, { application_id: round.application_id, round_id: round.id, left: o.leaves, joined: o.joins })
  return answer
}
