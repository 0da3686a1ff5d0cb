/** Where sealed reviews differ so much that people have to talk. Pure. */

/** So many levels apart is no matter of taste. */
export const SPREAD_TO_DISCUSS = 2

export interface Spread {
  criterionId: string
  spread: number
}

/** An outcome as it was written down: a third record beside the reviews. */
export interface Outcome {
  outcome: string
  level: number | null
  by: string
  at: Date
}

/** What was opened at the reveal, with everything that was recorded about it, oldest first. */
export interface Discussion extends Spread {
  outcomes: Outcome[]
}

interface Scored {
  scores: readonly { criterion_id: string; level: number | null }[]
}

/** How many levels apart the reviews are on a criterion. What somebody could not assess is no level. */
export function spreadOn(reviews: readonly Scored[], criterionId: string): number {
  const levels = reviews.flatMap((r) => r.scores.filter((s) => s.criterion_id === criterionId).flatMap((s) => s.level ?? []))
  return levels.length < 2 ? 0 : Math.max(...levels) - Math.min(...levels)
}

/** The criteria that need talking about, in the order of the rubric. */
export function discussionsFor(criteria: readonly { id: string }[], reviews: readonly Scored[]): Spread[] {
  return criteria.map((c) => ({ criterionId: c.id, spread: spreadOn(reviews, c.id) })).filter((d) => d.spread >= SPREAD_TO_DISCUSS)
}

/** Those whose outcome nobody has written down. */
export function openDiscussions(discussions: readonly Discussion[]): Discussion[] {
  return discussions.filter((d) => d.outcomes.length === 0)
}
