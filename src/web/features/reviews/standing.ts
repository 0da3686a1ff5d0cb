import type { Round } from '#contract/rounds.ts'

/** Who has sealed and who has not: all that anybody may know of a round before its reveal. */
export function standing(reviewers: Round['reviewers'], me: string | null): string {
  return reviewers.map((p) => `${p.id === me ? 'You have' : `${p.name} has`} ${p.state === 'submitted' ? 'sealed' : 'not sealed yet'}`).join('; ')
}
