import { requireCandidate, requireMember } from '#server/platform/auth/require.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { LoadedApplication } from './application.ts'
import { applicationForCandidate, applicationForMember, hiringTeam } from './store.ts'

/** An application the asking member may see. @throws Refusal 404 for unknown and foreign ones alike */
export async function loadApplicationForMember(tx: Tx, id: string): Promise<LoadedApplication> {
  const a = await applicationForMember(tx, requireMember(tx), id)
  if (!a) throw notFound('This application')
  return a
}

/** An application of the asking candidate’s own. @throws Refusal 404 for everybody else's */
export async function loadApplicationForCandidate(tx: Tx, id: string): Promise<LoadedApplication> {
  const a = await applicationForCandidate(tx, requireCandidate(tx).email, id)
  if (!a) throw notFound('This application')
  return a
}

/** Who reviews, interviews and decides for the application's job. Members who left are not among them. */
export async function listHiringTeamOf(tx: Tx, a: { jobId: string }): Promise<{ hiringManager: string | null; reviewers: string[]; interviewers: string[] }> {
  return hiringTeam(tx, a.jobId)
}
