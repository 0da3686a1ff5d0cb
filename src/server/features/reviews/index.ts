import type { Tx } from '#server/platform/tx.ts'
import { findRoundOfApplication } from './round-store.ts'

export { type ReviewQuestion, questionsForInterview } from './questions.ts'
export { membersOfPool } from './pool.ts'
export { countOpenRounds } from './round-store.ts'
export { type PoolGate, setPoolGate } from './pool-gate.ts'
export { listRevealedLevels, listRevealedRounds, type RevealedLevel, type RevealedRound } from './revealed-store.ts'
export { teamReviewStage } from './stage.ts'

/** Whether every review of an application is sealed and shown. */
export async function isRevealed(tx: Tx, applicationId: string): Promise<boolean> {
  return Boolean((await findRoundOfApplication(tx, applicationId))?.revealedAt)
}
