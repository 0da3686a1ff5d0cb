import { durationSeconds } from '#contract/duration.ts'
import { type ApplicationInStage, listHiringTeamOf } from '#server/features/applications/index.ts'
import { rubricOf, submissionOf } from '#server/features/assignments/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { insertReviewer, insertRound, openLoad, reviewersOf } from './store.ts'

/** Opens the round on the sealed submission and asks as many reviewers as the process wants. */
export async function openRound(tx: Tx, { application: a, stage }: ApplicationInStage<'team_review'>): Promise<void> {
  const submission = await submissionOf(tx, a.id)
  if (!submission) throw new Error(`Application ${a.id} reached its review without a submission`)
  const dueAt = stage.due_within ? new Date(tx.now.getTime() + durationSeconds(stage.due_within) * 1000) : null
  const id = await insertRound(tx, { orgId: a.orgId, applicationId: a.id, stageKey: stage.key, submissionId: submission.id, rubric: stage.config.rubric ?? rubricOf(a).rubric, wanted: stage.config.reviewers, dueAt })
  if (!id) return
  for (const memberId of await pick(tx, id, (await listHiringTeamOf(tx, a)).reviewers, stage.config.reviewers)) await askReviewer(tx, { id, applicationId: a.id, orgId: a.orgId }, memberId)
}

/** The reviewers with the fewest open rounds, ties by id. */
async function pick(tx: Tx, roundId: string, pool: readonly string[], wanted: number): Promise<string[]> {
  const asked = new Set((await reviewersOf(tx, roundId)).map((r) => r.member_id))
  const load = await openLoad(tx, pool)
  return pool.filter((m) => !asked.has(m)).toSorted((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0) || (a < b ? -1 : 1)).slice(0, wanted)
}

export async function askReviewer(tx: Tx, round: { id: string; applicationId: string; orgId: string }, memberId: string): Promise<void> {
  await insertReviewer(tx, round.id, memberId)
  await record(tx, 'review.assigned', { orgId: round.orgId, applicationId: round.applicationId }, { application_id: round.applicationId, round_id: round.id, member_id: memberId })
}
