import type { Stage } from '#contract/process.ts'
import { upsertCandidate } from '#server/features/candidates/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { reviewsAnonymously } from './application.ts'
import { alreadyApplied } from './errors.ts'
import { enterStage, refreshStage } from './machine.ts'
import { hasLiveApplication, insertApplication } from './store.ts'

export interface Submission {
  orgId: string
  jobId: string
  processVersionId: string
  stages: readonly Stage[]
  name: string
  email: string
  answers: Record<string, string>
  links: string[]
  resumeFileId: string | null
  /** The zone of the browser they applied with, where it said one. */
  timeZone?: string | null
}

/**
 * A person applies: the candidate, the application on the published version, the first stage.
 * @returns the application's id
 * @throws Refusal `already_applied` while another application of theirs for the job is under way
 */
export async function submitApplication(tx: Tx, s: Submission): Promise<string> {
  // Anybody can type anybody's address into the form, so nobody is renamed while they are in a process.
  const candidateId = await upsertCandidate(tx, { ...s, rename: !(await hasLiveApplication(tx, s.orgId, s.email)) })
  const id = await insertApplication(tx, { ...s, candidateId, hidesNames: reviewsAnonymously(s.stages) }, s.stages)
  if (!id) throw alreadyApplied()
  await record(tx, 'application.submitted', { orgId: s.orgId, applicationId: id, jobId: s.jobId }, { application_id: id, job_id: s.jobId })
  await enterStage(tx, id, 0)
  await refreshStage(tx, id)
  return id
}
