import type { Criterion } from '#contract/process.ts'

declare const forCandidate: unique symbol
declare const forTeam: unique symbol

/** Words that may stand before the candidate's eyes. No string is one by itself: it comes from a note to them or from the published rubric. */
export type CandidateText = string & { readonly [forCandidate]: true }

/** Words written for the team. They leave a review only as fingerprints. */
export type InternalText = string & { readonly [forTeam]: true }

/** The words of a comment that was written to the candidate; of no other kind. */
export function noteText(comment: { kind: 'note_to_candidate'; body: string }): CandidateText {
  return comment.body as CandidateText // Its kind says for whom it was written.
}

/** The words of a level, published before anybody started; not its number. */
export function levelText(level: Criterion['levels'][number]): CandidateText {
  return level.description as CandidateText // Part of the rubric the candidate has had from the beginning.
}

/** Words of a review that were not written to the candidate. */
export function internalText(words: string): InternalText {
  return words as InternalText // Narrowing: what is internal can only be hashed.
}
