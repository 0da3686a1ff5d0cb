import type { HiringProcess } from '#contract/process.ts'
import type { Tx } from '#server/platform/tx.ts'
import { MAIN, type PushUpdate } from './assignment.ts'
import { assignmentStageOf } from './facts.ts'
import { listUpdates } from './push-store.ts'
import { findAssignmentOfApplication } from './store.ts'
import { findSubmission, findSubmissionOfApplication } from './submission-store.ts'

export type { Assignment } from './assignment.ts'
export type { Submission } from './submission-store.ts'
export { type Pulse, startPulse } from './credit-outage.ts'
export { rubricOf } from './facts.ts'
export { createGatekeeper } from './gatekeeper.ts'
export { listPushesOf } from './push-store.ts'
export { reconcilePushes } from './settle-pushes.ts'
export { codeAssignmentStage } from './stage.ts'
export { whoGaveTime } from './store.ts'
export { submissionForTeam } from './find.ts'
export { missingOfSpot, type Spot } from './spot.ts'

/** The sealed submission of an application, or null. Asks nothing about access. */
export const submissionOf = (tx: Tx, applicationId: string) => findSubmissionOfApplication(tx, applicationId)

/** A sealed submission by its own id, or null. Asks nothing about access. */
export const submissionById = (tx: Tx, id: string) => findSubmission(tx, id)

/** The assignment of an application, or null. Asks nothing about access. */
export const assignmentOf = (tx: Tx, applicationId: string) => findAssignmentOfApplication(tx, applicationId)

/** A push that took effect, with what was there before it. */
export type Push = PushUpdate

/** The pushes of an assignment to the branch that is submitted, in order. Asks nothing about access. */
export async function pushesOf(tx: Tx, assignmentId: string): Promise<Push[]> {
  return (await listUpdates(tx, assignmentId)).filter((u) => u.applied && u.ref === MAIN)
}

/** What the repositories of an application's take-home begin with. */
export const scaffoldOf = (application: { process: HiringProcess }) => assignmentStageOf(application.process).config.scaffold
