import type { Tx } from '#server/platform/tx.ts'
import { revealedComments } from './review-store.ts'

export { teamReviewStage } from './review.stage.ts'

/** What reviewers want to ask in the interview, each at its line; nothing before the reveal. */
export async function questionsForInterview(tx: Tx, applicationId: string): Promise<{ path: string; line: number; text: string }[]> {
  return (await revealedComments(tx, applicationId, 'question')).map((c) => ({ path: c.path, line: c.line, text: c.body }))
}
