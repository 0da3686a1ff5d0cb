import type { PortalApplication } from '#contract/applications.ts'
import { requireCandidate } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadApplicationForCandidate } from './access.ts'
import type { LoadedApplication } from './application.ts'
import { reportOf } from './machine.ts'
import { noticesOf } from './notice-store.ts'
import { describedStage, stageStatuses } from './present-application.ts'
import { promisesOf } from './promises.ts'
import type { StageReport } from './stage-type.ts'
import { applicationsOfCandidate, paperwork } from './store.ts'

/** The candidate's applications, newest first. */
export async function getPortal(tx: Tx) {
  const { email } = requireCandidate(tx)
  const mine = await applicationsOfCandidate(tx, email)
  const applications = []
  for (const a of mine) applications.push({ ...headOf(a), next: nextOf(a, await activeReport(tx, a)) })
  return { email, applications }
}

/** One application as its candidate sees it: the time line, what happens next, who acts, by when. */
export async function getPortalApplication(tx: Tx, id: string): Promise<PortalApplication> {
  const a = await loadApplicationForCandidate(tx, id)
  const report = await activeReport(tx, a)
  const statuses = await stageStatuses(tx, a, report?.candidateSummary ?? '', report)
  return {
    ...headOf(a),
    candidate_name: a.candidate.name,
    stages: statuses.map((s, i) => ({ ...s, ...describedStage(a.process.stages[i]!) })),
    next: nextOf(a, report),
    promises: await promisesOf(tx, id),
    can_withdraw: a.state === 'active',
    closing_message: (await paperwork(tx, id)).closing_message,
    notices: await noticesOf(tx, id),
  }
}

function activeReport(tx: Tx, a: LoadedApplication): Promise<StageReport | null> {
  return a.state === 'active' ? reportOf(tx, a) : Promise.resolve(null)
}

function headOf(a: LoadedApplication) {
  return { id: a.id, organization: a.organization, job: a.job, state: a.state, applied_at: a.appliedAt.toISOString() }
}

function nextOf(a: LoadedApplication, report: StageReport | null): PortalApplication['next'] {
  if (report) return { text: report.candidateSummary, waiting_on: report.waitingOn, due_at: report.dueAt?.toISOString() ?? null }
  return { text: ENDED[a.state](a), waiting_on: 'nobody', due_at: null }
}

const ENDED: Record<PortalApplication['state'], (a: LoadedApplication) => string> = {
  active: () => '',
  hired: (a) => `You are hired. Welcome to ${a.organization.name}!`,
  rejected: (a) => `${a.organization.name} decided not to go on with this application. What they wrote to you is below.`,
  withdrawn: () => 'You withdrew this application. Pay you have earned stays yours.',
}
