import type { Providers } from '#server/adapters/providers/port.ts'
import { listMembersOf } from '#server/features/accounts/index.ts'
import { withStarterVersions } from '#server/features/starters/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadJobToChange } from './access.ts'
import { providerNotConfigured } from './errors.ts'
import { assertPublishable, processHash } from './job.ts'
import { insertVersion, setState, updateDraft } from './store.ts'
import { hiringTeam } from './team-store.ts'

/**
 * Freezes the draft as the next version, unless it is the newest one already, and opens the job. Publishing an open job
 * again without changes does nothing.
 * @throws Refusal `pay_range_missing`, `reviewers_missing`, `interviewers_missing`, `provider_not_configured`, `starter_unknown`, `starter_not_ready`
 */
export async function publishJob(tx: Tx, id: string, here: Providers): Promise<void> {
  const job = await loadJobToChange(tx, id)
  const members = await listMembersOf(tx, job.orgId)
  assertPublishable(job, await hiringTeam(tx, id), new Set(members.map((m) => m.email)))
  if (job.draft.stages.some((s) => s.type === 'code_assignment' && !here[s.config.provider])) throw providerNotConfigured()
  const draft = await withStarterVersions(tx, job.orgId, job.draft)
  if (draft !== job.draft) await updateDraft(tx, id, draft)
  const sha256 = processHash(draft)
  const isNew = job.published?.sha256 !== sha256
  if (!isNew && job.state === 'open') return
  const version = (job.published?.version ?? 0) + (isNew ? 1 : 0)
  if (isNew) await insertVersion(tx, { ...job, draft }, { version, sha256 })
  if (job.state !== 'open') await setState(tx, id, 'open')
  await record(tx, 'job.published', { orgId: job.orgId, jobId: id }, { job_id: id, version, sha256 })
}
