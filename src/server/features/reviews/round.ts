import type { Rubric } from '#contract/process.ts'
import type { DeclineReason } from '#contract/rounds.ts'
import { type HowLeft, isReady, type RoundFacts } from './round-rules.ts'

/** Several people review one submission, each on their own; all reviews are revealed at once. */
export interface Round {
  id: string
  orgId: string
  applicationId: string
  jobId: string
  jobTitle: string
  stageKey: string
  submissionId: string
  rubric: Rubric
  rubricSha256: string
  /** How many reviewers there have to be. */
  wanted: number
  openedAt: Date
  dueAt: Date | null
  revealedAt: Date | null
  /** An owner opened what was sealed before the reveal. */
  unblinded: { at: Date; by: string; reason: string } | null
}

/** A reviewer's place in a round: all that others may know before the reveal. */
export interface Place {
  roundId: string
  memberId: string
  name: string
  reviewId: string
  state: 'assigned' | 'submitted'
  /** Set for somebody who left, and is out of the round until the reveal. */
  replacedAt: Date | null
  left: { how: HowLeft; reason: DeclineReason | null; words: string } | null
}

/** The round as its rules see it. */
export function factsOf(round: Pick<Round, 'wanted' | 'revealedAt' | 'unblinded'>, places: readonly Place[], o: Partial<Pick<RoundFacts, 'ended' | 'discussions'>> = {}): RoundFacts {
  return {
    ended: o.ended ?? false,
    discussions: o.discussions ?? [],
    wanted: round.wanted,
    revealed: round.revealedAt !== null,
    unblinded: round.unblinded !== null,
    places: places.map((p) => ({ memberId: p.memberId, state: p.state, left: p.replacedAt !== null })),
  }
}

/** The places that count: those of people who left are not among them. */
export function activePlaces(places: readonly Place[]): Place[] {
  return places.filter((p) => p.replacedAt === null)
}

/** Whether everybody who is wanted is there and has submitted. */
export function isReadyToReveal(round: Round, places: readonly Place[]): boolean {
  return isReady(factsOf(round, places))
}
