import type { HiringTeam } from '#contract/jobs.ts'
import { Refusal } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadJobToChange } from './access.ts'
import { presentMembers, replaceTeam } from './team-store.ts'

/** Chooses who decides, reviews and interviews. @throws Refusal naming everybody who is not a member now */
export async function setHiringTeam(tx: Tx, id: string, team: HiringTeam): Promise<void> {
  const job = await loadJobToChange(tx, id)
  const named = namedIn(team)
  const present = await presentMembers(tx, job.orgId, [...new Set(named.map((n) => n.id))])
  const strangers = named.filter((n) => !present.has(n.id)).map((n) => ({ path: n.path, message: 'This is not a member of your organization' }))
  if (strangers.length > 0) throw new Refusal(422, 'validation_failed', 'Only members of your organization can be on the hiring team.', strangers)
  await replaceTeam(tx, job, team)
  await record(tx, 'job.updated', { orgId: job.orgId, jobId: id }, { job_id: id })
}

function namedIn(team: HiringTeam): { id: string; path: string }[] {
  const listed = (['reviewers', 'interviewers'] as const).flatMap((part) => team[part].map((id, i) => ({ id, path: `body.${part}.${i}` })))
  return team.hiring_manager ? [{ id: team.hiring_manager, path: 'body.hiring_manager' }, ...listed] : listed
}
