import { durationSeconds } from '#contract/duration.ts'
import { type LoadedApplication, findStage } from '#server/features/applications/index.ts'
import { type CandidateNote, type LevelWords, internalPrints, internalText, levelText, noteText, openFeedback } from '#server/features/feedback/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Review } from './review.ts'
import type { Round } from './round.ts'
import { keptPrints } from './review-store.ts'
import { listPlaces } from './round-store.ts'

/** From this level on a criterion is likely to be named among what was strong. */
const STRONG = 4

/**
 * At the reveal, and in its transaction: what was written for the candidate is laid out for the feedback. All the rest
 * leaves the reviews as fingerprints, so that it is recognised when somebody pastes it.
 */
export async function handOverFeedback(tx: Tx, round: Round, application: LoadedApplication, open: readonly Review[]): Promise<void> {
  const reviews = open.filter((r) => r.sealedAt)
  const places = await listPlaces(tx, [round.id])
  const kept = await keptPrints(tx, round.id)
  await openFeedback(tx, application, {
    notes: reviews.flatMap((r) => notesOf(r, round)),
    levels: round.rubric.criteria.flatMap((c) => levelsOf(c, reviews)),
    prints: reviews.map((r) => kept.get(r.id) ?? printsOf(r, application.id)),
    names: places.map((p) => p.name),
    dueAt: application.state === 'active' ? dueAt(tx, round, application) : null,
  })
}

function dueAt(tx: Tx, round: Round, application: LoadedApplication): Date | null {
  const within = findStage(application.process, 'team_review', round.stageKey)?.config.feedback_due_within
  return within ? new Date(tx.now.getTime() + durationSeconds(within) * 1000) : null
}

function notesOf(review: Review, round: Round): CandidateNote[] {
  const nameOf = (id: string | null) => round.rubric.criteria.find((c) => c.id === id)?.name ?? ''
  return review.comments.flatMap(({ kind, body, path, line, criterion_id }) => (kind === 'note_to_candidate' ? [{ criterion: nameOf(criterion_id), path, line, body: noteText({ kind, body }) }] : []))
}

/** The words of every level a reviewer found, the higher first: where they differ, whoever writes chooses. */
function levelsOf(criterion: Round['rubric']['criteria'][number], reviews: readonly Review[]): LevelWords[] {
  const found = new Set(reviews.flatMap((r) => r.scores.filter((s) => s.criterion_id === criterion.id).map((s) => s.level)))
  const reached = criterion.levels.filter((l) => found.has(l.level)).toReversed()
  return reached.map((l) => ({ criterion: criterion.name, side: l.level >= STRONG ? 'strong' : 'work_on', body: levelText(l) }))
}

/** The fingerprints of everything a review says that is not a note to the candidate. */
export function printsOf(review: Review, applicationId: string): Buffer {
  const remarks = review.comments.filter((c) => c.kind !== 'note_to_candidate').map((c) => c.body)
  return internalPrints(applicationId, [review.summary, ...review.scores.flatMap((s) => [s.evidence, s.cannot_assess ?? '']), ...remarks].map(internalText))
}
