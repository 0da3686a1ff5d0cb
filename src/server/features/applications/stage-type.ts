import type { StageOf, StageTypeName } from '#contract/process.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { LoadedApplication } from './application.ts'

export interface ApplicationInStage<T extends StageTypeName = StageTypeName> {
  application: LoadedApplication
  stage: StageOf<T>
  index: number
  enteredAt: Date
}

/** What a stage says of itself now. */
export interface StageReport {
  /** Nothing is missing any more; the stage completes by itself. */
  complete: boolean
  /** A person may move the application on. The same as `complete` unless said. */
  canAdvance?: boolean
  /** What is missing, as sentences for the team. */
  missing: string[]
  waitingOn: 'candidate' | 'team' | 'referee' | 'nobody'
  dueAt: Date | null
  teamSummary: string
  /** What happens next, told to the candidate. */
  candidateSummary: string
}

/** What a kind of stage does. Each lives in its own feature; the machine knows none of them. */
export interface StageType<T extends StageTypeName = StageTypeName> {
  type: T
  /** Moves on by itself when complete, unless the stage's `auto_advance` says otherwise. */
  autoAdvance: boolean
  onEnter(tx: Tx, a: ApplicationInStage<T>): Promise<void>
  status(tx: Tx, a: ApplicationInStage<T>): Promise<StageReport>
  /**
   * A reason why the application can't be rejected with this message now, whatever stage it is in: every stage that has
   * been entered is asked. Null when it can.
   */
  mayEnd?(tx: Tx, application: LoadedApplication, message: string): Promise<string | null>
  /** A reason, in words, why the application can't leave this way now; null when it can. */
  mayLeave?(tx: Tx, a: ApplicationInStage<T>, how: 'advance' | 'reject', message: string): Promise<string | null>
  onLeave?(tx: Tx, a: ApplicationInStage<T>, how: 'advanced' | 'rejected' | 'withdrawn', message: string): Promise<void>
}

const registry = new Map<StageTypeName, StageType>()

/** Makes the machine know these types. Called once at boot by the list of features. */
export function registerStageTypes(types: readonly { type: StageTypeName }[]) {
  // A type handles exactly the stages of its own name, which the registry's key guarantees.
  for (const t of types) registry.set(t.type, t as unknown as StageType)
}

/** @throws Error when nobody registered the type */
export function stageTypeOf(name: StageTypeName): StageType {
  const found = registry.get(name)
  if (!found) throw new Error(`No feature handles stages of type ${name}`)
  return found
}
