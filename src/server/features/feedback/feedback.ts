import type { Feedback as FeedbackAnswer, FeedbackMaterial } from '#contract/feedback.ts'
import type { CandidateText } from './candidate-text.ts'

/** When planned feedback goes: by whom, and by whose clock. */
export interface Plan {
  at: Date
  by: string
  zone: string
  zoneFrom: 'candidate' | 'team'
}

/** Words to the candidate about their work: a draft of the team's, planned, and final once sent. It exists from the reveal on. */
export interface Feedback {
  applicationId: string
  text: string
  version: number
  savedAt: Date | null
  savedBy: string | null
  plan: Plan | null
  sentAt: Date | null
  sentBy: string | null
  /** It was the message of a rejection, whose mail carries it. */
  withRejection: boolean
}

/** Something to compose from. Its words were written for the candidate. */
export interface Material extends Omit<FeedbackMaterial, 'body'> {
  body: CandidateText
}

/** A note to the candidate, as a review hands it over. */
export interface CandidateNote {
  /** The criterion's name; empty for a note on the whole. */
  criterion: string
  path: string
  line: number
  body: CandidateText
}

/** What a level says about work that has reached it. */
export interface LevelWords {
  criterion: string
  side: Material['side']
  body: CandidateText
}

export function stateOf(f: Pick<Feedback, 'plan' | 'sentAt'> | null): FeedbackAnswer['state'] {
  if (!f) return 'closed'
  if (f.sentAt) return 'sent'
  return f.plan ? 'planned' : 'draft'
}

/** The key of the timer that sends a plan; another plan is another version. */
export const timerOf = (f: Pick<Feedback, 'applicationId' | 'version'>) => `feedback.send:${f.applicationId}:${f.version}`
