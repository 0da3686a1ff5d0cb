import type { Rubric } from '#contract/process.ts'

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
}

/** A reviewer's place in a round: all that others may know before the reveal. */
export interface Place {
  roundId: string
  memberId: string
  name: string
  reviewId: string
  state: 'assigned' | 'submitted'
  /** Set for somebody replaced, who is out of the round until the reveal. */
  replacedAt: Date | null
}

/** The places that count: those who were replaced are not among them. */
export function activePlaces(places: readonly Place[]): Place[] {
  return places.filter((p) => p.replacedAt === null)
}

/** Whether everybody who is wanted is there and has submitted. */
export function isReadyToReveal(round: Pick<Round, 'wanted'>, places: readonly Place[]): boolean {
  const active = activePlaces(places)
  return active.length >= round.wanted && active.every((p) => p.state === 'submitted')
}

/** Those with the fewest open rounds, ties by id; fewer than asked for when there are no more. */
export function chooseReviewers(pool: readonly string[], openRounds: ReadonlyMap<string, number>, count: number): string[] {
  const load = (id: string) => openRounds.get(id) ?? 0
  return pool.toSorted((a, b) => load(a) - load(b) || (a < b ? -1 : 1)).slice(0, count)
}

/** A candidate's name where reviews are anonymous: the same in every mail and list. */
export function candidateCode(applicationId: string): string {
  return `#${applicationId.slice(-6).toUpperCase()}`
}
