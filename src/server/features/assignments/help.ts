import type { PortalAssignment } from '#contract/assignments.ts'
import { formatDuration } from '#contract/duration.ts'
import { listMembersOf } from '#server/features/accounts/index.ts'
import { type LoadedApplication, listHiringTeamOf } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { assignmentStageOf } from './facts.ts'

/** Whom the candidate reaches while the clock runs: what the process names, or the hiring manager, or an owner. */
export async function helpFor(tx: Tx, application: LoadedApplication): Promise<PortalAssignment['help']> {
  const { help_contact: named, help_within: within } = assignmentStageOf(application.process).config
  return { contact: named || (await whoAnswers(tx, application)), within: within ? formatDuration(within) : null }
}

async function whoAnswers(tx: Tx, application: LoadedApplication): Promise<string> {
  const { hiringManager } = await listHiringTeamOf(tx, application)
  const members = await listMembersOf(tx, application.orgId)
  return (members.find((m) => m.id === hiringManager) ?? members.find((m) => m.role === 'owner'))?.email ?? ''
}
