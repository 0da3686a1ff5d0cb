import type { ApplicationState } from '#contract/applications.ts'
import type { HiringProcess, Stage, StageOf, StageTypeName } from '#contract/process.ts'
import { HIDDEN_ADDRESS } from '#server/lib/mask.ts'

/** An application with what every stage needs to know of it. The process is the frozen version it applied under. */
export interface LoadedApplication {
  id: string
  orgId: string
  jobId: string
  candidate: { id: string; name: string; email: string }
  /** Where the candidate's mornings are: known when their browser or they themselves said so. */
  timeZone: string | null
  organization: { name: string; slug: string }
  job: { title: string; slug: string }
  state: ApplicationState
  process: HiringProcess
  processVersion: number
  stageIndex: number
  stageEnteredAt: Date
  appliedAt: Date
  /** The member who told the candidate about the job. */
  referredBy: string | null
  /** Whoever loaded it must not learn whose it is before the reveal: the candidate above has no name then. */
  anonymous: boolean
}

/** A candidate's name where reviews are anonymous: the same in every mail, list and page. */
export function candidateCode(applicationId: string): string {
  return `#${applicationId.slice(-6).toUpperCase()}`
}

/** The application as somebody is shown it who must not learn whose it is. */
export function withoutName(a: LoadedApplication): LoadedApplication {
  return { ...a, anonymous: true, referredBy: null, candidate: { id: a.candidate.id, name: `Candidate ${candidateCode(a.id)}`, email: HIDDEN_ADDRESS } }
}

/** The stage an application is in. */
export function currentStage(a: LoadedApplication): Stage {
  const stage = a.process.stages[a.stageIndex]
  if (!stage) throw new Error(`Application ${a.id} is in stage ${a.stageIndex}, which its process does not have`)
  return stage
}

/** Whether no stage comes after the one an application is in. */
export function isLastStage(a: LoadedApplication): boolean {
  return a.stageIndex === a.process.stages.length - 1
}

/** Whether a stage of this process keeps names from those who judge. */
export function reviewsAnonymously(stages: readonly Stage[]): boolean {
  return stages.some((s) => s.type === 'team_review' && s.config.anonymous)
}

/** The stage of a type (and key, where there may be several), or null. */
export function findStage<T extends StageTypeName>(process: HiringProcess, type: T, key?: string): StageOf<T> | null {
  const found = process.stages.find((s) => s.type === type && (key === undefined || s.key === key))
  // `find` compared the discriminant; the compiler can't follow it through the type parameter.
  return (found as StageOf<T> | undefined) ?? null
}

/** Whether a person looks at an application before the next stage opens: yes by default when a later stage pays. */
export function screeningEnabled(process: HiringProcess): boolean {
  const form = findStage(process, 'application_form')
  return form?.config.screening_enabled ?? process.stages.some((s) => s.payout !== undefined)
}
