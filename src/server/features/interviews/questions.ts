import type { Tx } from '#server/platform/tx.ts'

export interface ReviewQuestion {
  path: string
  line: number
  text: string
}
type Source = (tx: Tx, applicationId: string) => Promise<ReviewQuestion[]>

// Reviews and interviews are siblings; whoever lists the features connects the one to the other.
let source: Source = () => Promise.resolve([])

/** Says where questions for the interview come from. Called once at boot. */
export function setQuestionSource(from: Source) {
  source = from
}

/** What reviewers asked to talk about, each at its line; nothing before their round is revealed. */
export function reviewQuestions(tx: Tx, applicationId: string): Promise<ReviewQuestion[]> {
  return source(tx, applicationId)
}
