import { durationSeconds } from '#contract/duration.ts'
import type { StageOf } from '#contract/process.ts'
import { type LoadedApplication, loadApplicationById } from '#server/features/applications/index.ts'
import { rubricOf, submissionOf } from '#server/features/assignments/index.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import type { Tx } from '#server/platform/tx.ts'
import { carryOut, over } from './change-round.ts'
import { eligibleFor } from './pool.ts'
import { planReminders } from './reminders.ts'
import { type Round, factsOf } from './round.ts'
import { decide } from './round-rules.ts'
import { insertRound, listPlaces, listShortRounds, listShortRoundsBy, lockRound } from './round-store.ts'

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
  await planReminders(tx, await fillRound(tx, id, application))
}

/** The stage's own rubric, or the one the candidate was given with the assignment. */
function rubricFor(application: LoadedApplication, stage: StageOf<'team_review'>): Pick<Round, 'rubric' | 'rubricSha256'> {
  const own = stage.config.rubric
  if (own) return { rubric: own, rubricSha256: sha256Hex(canonicalJson(own)) }
  const { rubric, sha256 } = rubricOf(application)
  return { rubric, rubricSha256: sha256 }
}

/** Fills the places that are still free from the pool. A round that stays short waits for more of them. */
export async function fillRound(tx: Tx, roundId: string, application: LoadedApplication): Promise<Round> {
  const round = await lockRound(tx, roundId)
  const places = await listPlaces(tx, [roundId])
  const decision = decide(factsOf(round, places, over(application)), { act: 'fill', pool: await eligibleFor(tx, round, application) })
  if (decision.ok) await carryOut(tx, round, decision.changes)
  return round
}

/** Who has just been calibrated on a rubric may be whom rounds by it were waiting for. */
export async function fillShortRoundsBy(tx: Tx, orgId: string, rubricSha256: string): Promise<void> {
  for (const round of await listShortRoundsBy(tx, orgId, rubricSha256)) await fillRound(tx, round.id, await loadApplicationById(tx, round.applicationId))
}

/** A change of the hiring team may be what rounds of this job were waiting for. */
export async function fillShortRounds(tx: Tx, jobId: string): Promise<void> {
  for (const round of await listShortRounds(tx, jobId)) await fillRound(tx, round.id, await loadApplicationById(tx, round.applicationId))
}
