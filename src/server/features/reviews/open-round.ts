import { durationSeconds } from '#contract/duration.ts'
import type { StageOf } from '#contract/process.ts'
import { membersById } from '#server/features/accounts/index.ts'
import { type LoadedApplication, listHiringTeamOf, loadApplicationById } from '#server/features/applications/index.ts'
import { rubricOf, submissionOf } from '#server/features/assignments/index.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Round, activePlaces, chooseReviewers } from './round.ts'
import { countOpenRounds, insertPlace, insertRound, listPlaces, listShortRounds, lockRound } from './round-store.ts'

/** Opens the round of an application over its sealed submission, and asks as many reviewers as there are. */
export async function openRound(tx: Tx, application: LoadedApplication, stage: StageOf<'team_review'>): Promise<void> {
  const submission = await submissionOf(tx, application.id)
  if (!submission) throw new Error(`Application ${application.id} is to be reviewed, but has no sealed submission`)
  const id = await insertRound(tx, {
    orgId: application.orgId,
    applicationId: application.id,
    stageKey: stage.key,
    submissionId: submission.id,
    ...rubricFor(application, stage),
    wanted: stage.config.reviewers,
    dueAt: stage.due_within ? new Date(tx.now.getTime() + durationSeconds(stage.due_within) * 1000) : null,
  })
  await fillRound(tx, id, application)
}

/** The stage's own rubric, or the one the candidate was given with the assignment. */
function rubricFor(application: LoadedApplication, stage: StageOf<'team_review'>): Pick<Round, 'rubric' | 'rubricSha256'> {
  const own = stage.config.rubric
  if (own) return { rubric: own, rubricSha256: sha256Hex(canonicalJson(own)) }
  const { rubric, sha256 } = rubricOf(application)
  return { rubric, rubricSha256: sha256 }
}

/** Fills the places that are still free from the job's reviewers. A round that stays short waits for more of them. */
async function fillRound(tx: Tx, roundId: string, application: LoadedApplication): Promise<void> {
  const round = await lockRound(tx, roundId)
  const places = await listPlaces(tx, [roundId])
  const free = round.wanted - activePlaces(places).length
  if (free <= 0) return
  const pool = (await eligibleReviewers(tx, application)).filter((id) => !places.some((p) => p.memberId === id))
  for (const memberId of chooseReviewers(pool, await countOpenRounds(tx, pool), free)) await assign(tx, round, memberId)
}

/** The job's reviewers who may judge this candidate: never the candidate's own mailbox. */
export async function eligibleReviewers(tx: Tx, application: LoadedApplication): Promise<string[]> {
  const { reviewers } = await listHiringTeamOf(tx, application)
  const people = await membersById(tx, reviewers)
  return people.filter((m) => m.removed_at === null && m.email !== application.candidate.email).map((m) => m.id)
}

/** Gives somebody a place in the round, empty. */
export async function assign(tx: Tx, round: Round, memberId: string): Promise<void> {
  await insertPlace(tx, round.id, memberId)
  await record(tx, 'review.assigned', { orgId: round.orgId, applicationId: round.applicationId, jobId: round.jobId }, { application_id: round.applicationId, round_id: round.id, member_id: memberId })
}

/** A change of the hiring team may be what rounds of this job were waiting for. */
export async function fillShortRounds(tx: Tx, jobId: string): Promise<void> {
  for (const round of await listShortRounds(tx, jobId)) await fillRound(tx, round.id, await loadApplicationById(tx, round.applicationId))
}
