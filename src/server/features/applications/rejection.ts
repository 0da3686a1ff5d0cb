import type { Tx } from '#server/platform/tx.ts'
import { type LoadedApplication, currentStage } from './application.ts'
import { inStage } from './machine.ts'
import { stageTypeOf } from './stage-type.ts'

/** Somebody who was asked to do paid work is owed words of their own, not a line. */
export const FEEDBACK_MIN = 80

/** A reason why this can't be rejected with this message now, or null. */
export async function whyNotRejectable(tx: Tx, a: LoadedApplication, message: string): Promise<string | null> {
  if (owesFeedback(a) && message.length < FEEDBACK_MIN) return `They were asked to do paid work: write at least ${FEEDBACK_MIN} characters to them.`
  return (await stageTypeOf(currentStage(a).type).mayLeave?.(tx, inStage(a), 'reject', message)) ?? whyStagesObject(tx, a, message)
}

async function whyStagesObject(tx: Tx, a: LoadedApplication, message: string): Promise<string | null> {
  for (const stage of a.process.stages.slice(0, a.stageIndex + 1)) {
    const why = await stageTypeOf(stage.type).mayEnd?.(tx, a, message)
    if (why) return why
  }
  return null
}

/**
 * Whether the message of a rejection has to be the written feedback. From the take-home on it is, until a team review
 * answers for feedback itself: nobody leaves that one without.
 */
export function owesFeedback(a: Pick<LoadedApplication, 'process' | 'stageIndex'>): boolean {
  const behind = a.process.stages.slice(0, a.stageIndex + 1)
  return behind.some((s) => s.type === 'code_assignment') && !behind.some((s) => s.type === 'team_review')
}
