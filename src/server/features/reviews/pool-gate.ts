import type { HiringProcess } from '#contract/process.ts'
import type { Tx } from '#server/platform/tx.ts'

/**
 * Why some of these may not be asked for a review under this process yet, by their id; whoever may is not in it. Knows no
 * candidate, so that a reason tells nothing of whose work it is.
 */
export type PoolGate = (tx: Tx, process: HiringProcess, memberIds: readonly string[]) => Promise<ReadonlyMap<string, string>>

// Set once at boot, by the composition root: what stands above the reviews may keep people out, and is not known here.
let gate: PoolGate = () => Promise.resolve(new Map())

/** Says who is kept out of pools, and why. Called once at boot. */
export function setPoolGate(asked: PoolGate) {
  gate = asked
}

export function keptOutByGate(tx: Tx, process: HiringProcess, memberIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return gate(tx, process, memberIds)
}
