import type { Stage } from '#contract/process.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type LoadedApplication, currentStage } from './application.ts'

/**
 * Says why an application may not enter a stage now, with what to do about it; null when it may. `hold`: whoever asks is about
 * to enter, so what the answer rests on must stay until the transaction ends.
 */
export type StageGate = (tx: Tx, a: LoadedApplication, stage: Stage, o: { hold: boolean }) => Promise<string | null>

// The machine knows nothing of budgets; whoever lists the features connects the two.
let gate: StageGate = () => Promise.resolve(null)

/** Called once at boot. */
export function setStageGate(g: StageGate) {
  gate = g
}

/** Why the application can't go on to its next stage; null when it can, and from the last stage. */
export function whyNotGoOn(tx: Tx, a: LoadedApplication, o: { hold: boolean }): Promise<string | null> {
  const next = a.process.stages[a.process.stages.indexOf(currentStage(a)) + 1]
  return next ? gate(tx, a, next, o) : Promise.resolve(null)
}
