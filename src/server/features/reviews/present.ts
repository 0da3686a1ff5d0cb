import type { Review, ReviewComment, Round } from '#contract/reviews.ts'
import { membersById } from '#server/features/accounts/index.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import { missingForSeal } from '#server/features/scorecards/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type CommentRow, type ReviewRow, commentsOf, ownReview, scoresOf, visibleReviews } from './review-store.ts'
import { type RoundRow, reviewersOf } from './store.ts'

/** A round as the asking member may see it: before the reveal, who is asked and who is done; their own review's id. */
export async function presentRound(tx: Tx, round: RoundRow): Promise<Round> {
  const active = (await reviewersOf(tx, round.id)).filter((r) => r.replaced_at === null)
  const names = new Map((await membersById(tx, active.map((r) => r.member_id))).map((m) => [m.id, m.name]))
  const a = await loadApplicationById(tx, round.application_id)
  const mine = tx.principal.kind === 'member' && active.some((r) => tx.principal.kind === 'member' && r.member_id === tx.principal.memberId)
  return {
    id: round.id,
    application_id: round.application_id,
    submission_id: round.submission_id,
    job_title: a.job.title,
    opened_at: round.opened_at.toISOString(),
    due_at: round.due_at?.toISOString() ?? null,
    revealed_at: round.revealed_at?.toISOString() ?? null,
    reviewers: active.map((r) => ({ id: r.member_id, name: names.get(r.member_id) ?? 'A member', state: r.state })),
    my_review_id: mine ? (await ownReview(tx, round.id)).id : null,
    reviews: round.revealed_at ? await presentReviews(tx, round) : [],
  }
}

async function presentReviews(tx: Tx, round: RoundRow): Promise<Review[]> {
  const all = []
  for (const row of (await visibleReviews(tx, round.id)).filter((r) => r.sealed_at !== null)) all.push(await presentReview(tx, round, row))
  return all
}

export async function presentReview(tx: Tx, round: RoundRow, row: ReviewRow): Promise<Review> {
  const [scores, comments] = [await scoresOf(tx, row.id), await commentsOf(tx, row.id)]
  const [author] = await membersById(tx, [row.author_id])
  return {
    id: row.id,
    round_id: round.id,
    application_id: round.application_id,
    submission_id: round.submission_id,
    reviewer: { id: row.author_id, name: author?.name ?? 'A member' },
    mine: tx.principal.kind === 'member' && tx.principal.memberId === row.author_id,
    criteria: round.rubric.criteria,
    scores,
    comments: comments.map(presentComment),
    summary: row.summary,
    // The check constraint lists the words.
    recommendation: row.recommendation as Review['recommendation'],
    sealed_at: row.sealed_at?.toISOString() ?? null,
    sha256: row.sha256,
    missing: row.sealed_at ? [] : missingForSeal({ criteria: round.rubric.criteria, scores, summary: row.summary, recommendation: row.recommendation, pinned: pinnedBy(comments) }),
  }
}

/** Criteria for which some line of the work is pinned as evidence. */
export function pinnedBy(comments: readonly CommentRow[]): Set<string> {
  return new Set(comments.flatMap((c) => (c.kind === 'evidence' && c.criterion_id ? [c.criterion_id] : [])))
}

export function presentComment(c: CommentRow): ReviewComment {
  return { ...c, kind: c.kind as ReviewComment['kind'], created_at: c.created_at.toISOString() }
}
