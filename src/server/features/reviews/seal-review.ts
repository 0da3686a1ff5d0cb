import { durationSeconds } from '#contract/duration.ts'
import type { Round } from '#contract/reviews.ts'
import { findStage, keepPromise, loadApplicationById, openPromise, refreshStage } from '#server/features/applications/index.ts'
import { missingForSeal } from '#server/features/scorecards/index.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { noSuchRound, reviewIncomplete } from './errors.ts'
import { pinnedBy, presentRound } from './present.ts'
import { changeReview, commentsOf, scoresOf } from './review-store.ts'
import { type RoundRow, lockRound, markSubmitted, reveal, reviewersOf, roundById } from './store.ts'
import { openReview } from './write-review.ts'

/**
 * Seals for good. The hash goes into the event chain at once, so that nobody can swap scores between seal and reveal;
 * the seal of the last reviewer is the reveal, in the same transaction.
 */
export async function sealReview(tx: Tx, id: string): Promise<Round> {
  const { row, round: seen } = await openReview(tx, id)
  const round = await lockRound(tx, seen.id)
  if (!round) throw noSuchRound()
  const [scores, comments] = [await scoresOf(tx, id), await commentsOf(tx, id)]
  const missing = missingForSeal({ criteria: round.rubric.criteria, scores, summary: row.summary, recommendation: row.recommendation, pinned: pinnedBy(comments) })
  if (missing.length > 0) throw reviewIncomplete(missing)
  const sha256 = sha256Hex(canonicalJson({ scores, comments, summary: row.summary, recommendation: row.recommendation, rubric: round.rubric }))
  await changeReview(tx, id, { sealed_at: tx.now, sha256 })
  await markSubmitted(tx, round.id, row.author_id)
  await record(tx, 'review.sealed', { orgId: round.org_id, applicationId: round.application_id }, { application_id: round.application_id, round_id: round.id, sha256 })
  if (await everybodySealed(tx, round)) await revealRound(tx, round)
  return presentRound(tx, (await roundById(tx, round.id)) ?? round)
}

async function everybodySealed(tx: Tx, round: RoundRow): Promise<boolean> {
  const active = (await reviewersOf(tx, round.id)).filter((r) => r.replaced_at === null)
  return active.length >= round.wanted && active.every((r) => r.state === 'submitted')
}

async function revealRound(tx: Tx, round: RoundRow): Promise<void> {
  await reveal(tx, round.id)
  const about = { orgId: round.org_id, applicationId: round.application_id }
  await keepPromise(tx, { ...about, kind: 'review' })
  const a = await loadApplicationById(tx, round.application_id)
  const within = findStage(a.process, 'team_review')?.config.feedback_due_within
  if (within && a.state === 'active') await openPromise(tx, { ...about, kind: 'feedback', text: 'You have written feedback', dueAt: new Date(tx.now.getTime() + durationSeconds(within) * 1000) })
  await record(tx, 'review_round.revealed', about, { application_id: round.application_id, round_id: round.id })
  await refreshStage(tx, round.application_id)
}
