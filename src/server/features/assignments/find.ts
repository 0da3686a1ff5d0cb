import { type LoadedApplication, loadApplicationForCandidate, loadApplicationForMember } from '#server/features/applications/index.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Assignment } from './assignment.ts'
import { findAssignment, findAssignmentOfApplication } from './store.ts'
import { findSubmission, type Submission } from './submission-store.ts'

/** An assignment with its application, loaded by access. Unknown and foreign ones are not found alike. */
export interface Found {
  a: Assignment
  application: LoadedApplication
}

type Load = (tx: Tx, applicationId: string) => Promise<LoadedApplication>

export const forTeam = { byApplication: byApplication(loadApplicationForMember), byId: byId(loadApplicationForMember) }
export const forCandidate = { byApplication: byApplication(loadApplicationForCandidate), byId: byId(loadApplicationForCandidate) }

function byApplication(load: Load) {
  return async (tx: Tx, applicationId: string): Promise<Found> => {
    const application = await load(tx, applicationId)
    return { application, a: (await findAssignmentOfApplication(tx, applicationId)) ?? missing() }
  }
}

function byId(load: Load) {
  return async (tx: Tx, id: string): Promise<Found> => {
    const a = (await findAssignment(tx, id)) ?? missing()
    return { a, application: await load(tx, a.applicationId) }
  }
}

function missing(): never {
  throw notFound('The assignment')
}

/** A sealed submission of an application the member may see. */
export async function submissionForTeam(tx: Tx, id: string): Promise<{ submission: Submission; application: LoadedApplication }> {
  const submission = await findSubmission(tx, id)
  if (!submission) throw notFound('The submission')
  return { submission, application: await loadApplicationForMember(tx, submission.applicationId) }
}
