import type { CheckStep } from '#contract/checks.ts'

/** One run of all checks of a submission. */
export interface CheckRun {
  id: string
  orgId: string
  applicationId: string
  submissionId: string
  state: 'waiting' | 'running' | 'done' | 'not_run'
  turn: string | null
  reason: string
  notes: string[]
  steps: CheckStep[]
  askedBy: string | null
  askedAt: Date
  startedAt: Date | null
  endedAt: Date | null
}

/** How a run ended: with what was seen, or without anything having run, and why. */
export type Outcome = { state: 'done'; notes: string[]; steps: CheckStep[] } | { state: 'not_run'; reason: string }

export const notRun = (reason: string): Outcome => ({ state: 'not_run', reason })
