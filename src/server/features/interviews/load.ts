import type { StageOf } from '#contract/process.ts'
import { type LoadedApplication, findStage, listHiringTeamOf, loadApplicationForCandidate, loadApplicationForMember, lockApplication } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { forbidden } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { noSuchInterview } from './errors.ts'
import { type InterviewRow, interviewById, interviewOf, lockInterview } from './store.ts'

export interface Loaded {
  i: InterviewRow
  a: LoadedApplication
  stage: StageOf<'live_interview'>
}

function stageOf(a: LoadedApplication, key: string): StageOf<'live_interview'> {
  const stage = findStage(a.process, 'live_interview', key)
  if (!stage) throw noSuchInterview()
  return stage
}

/** The interview of a stage, for a member who may see the application. */
export async function forMember(tx: Tx, applicationId: string, stageKey: string): Promise<Loaded> {
  const a = await loadApplicationForMember(tx, applicationId)
  return whole(a, await interviewOf(tx, a.id, stageKey))
}

/** The same for its candidate. */
export async function forCandidate(tx: Tx, applicationId: string, stageKey: string): Promise<Loaded> {
  const a = await loadApplicationForCandidate(tx, applicationId)
  return whole(a, await interviewOf(tx, a.id, stageKey))
}

/** By its own id, held. */
export const lockForMember = (tx: Tx, id: string) => held(tx, id, loadApplicationForMember)
export const lockForCandidate = (tx: Tx, id: string) => held(tx, id, loadApplicationForCandidate)

/** The application's row first, as everybody who ends it does: nothing is booked, held or scored while somebody leaves. */
async function held(tx: Tx, id: string, mayTouch: (tx: Tx, applicationId: string) => Promise<LoadedApplication>): Promise<Loaded> {
  const found = await interviewById(tx, id)
  if (!found) throw noSuchInterview()
  await mayTouch(tx, found.application_id)
  const a = await lockApplication(tx, found.application_id)
  const i = await lockInterview(tx, id)
  if (!a) throw noSuchInterview()
  return whole(a, i)
}

function whole(a: LoadedApplication, i: InterviewRow | null): Loaded {
  if (!i) throw noSuchInterview()
  return { i, a, stage: stageOf(a, i.stage_key) }
}

/** The interviewer of this interview, or somebody who hires. @throws Refusal 403 */
export function mustRun(tx: Tx, i: InterviewRow) {
  const me = requireMember(tx)
  if (me.memberId !== i.interviewer_id && me.role !== 'owner' && me.role !== 'recruiter') throw forbidden('Only the interviewer, an owner or a recruiter can do this.')
}

/** Who may be booked for an interview of this application. */
export async function interviewersOf(tx: Tx, a: LoadedApplication): Promise<string[]> {
  return (await listHiringTeamOf(tx, a)).interviewers
}
