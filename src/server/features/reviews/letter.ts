import { type LoadedApplication, candidateCode, findStage } from '#server/features/applications/index.ts'
import type { MailDraft } from '#server/platform/feature.ts'
import type { Place, Round } from './round.ts'

export type Letter = Pick<MailDraft, 'subject' | 'paragraphs' | 'action'>

/** What a mail about a round may be made of. */
export interface AboutRound {
  round: Round
  a: LoadedApplication
  /** The candidate, by code where reviews are anonymous. */
  who: string
  places: Place[]
}

/** A letter to one member. It is not filed under the application, whose mail the candidate may read. */
export function letterTo(to: { name: string; address: string }, a: LoadedApplication, letter: Letter): MailDraft {
  return { ...letter, to, fromName: a.organization.name, paragraphs: [`Hello ${to.name},`, ...letter.paragraphs] }
}

/** How a mail speaks of the candidate: by code where reviews are anonymous. */
export function whoIs(round: Pick<Round, 'stageKey'>, a: LoadedApplication): string {
  const anonymous = findStage(a.process, 'team_review', round.stageKey)?.config.anonymous ?? true
  return anonymous ? `candidate ${candidateCode(a.id)}` : a.candidate.name
}
