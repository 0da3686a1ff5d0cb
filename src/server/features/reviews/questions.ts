import type { Tx } from '#server/platform/tx.ts'
import { visibleReviews } from './review-store.ts'
import { findRoundOfApplication } from './round-store.ts'

/** A question a reviewer wants asked in the interview, and the line it is about. */
export interface ReviewQuestion {
  path: string
  line: number
  body: string
}

/** The questions of sealed reviews. Before the reveal there are none. Asks nothing about access. */
export async function questionsForInterview(tx: Tx, applicationId: string): Promise<ReviewQuestion[]> {
  const round = await findRoundOfApplication(tx, applicationId)
  if (!round?.revealedAt) return []
  const comments = (await visibleReviews(tx, round.id)).filter((r) => r.sealedAt).flatMap((r) => r.comments)
  return comments.filter((c) => c.kind === 'question').map(({ path, line, body }) => ({ path, line, body }))
}
