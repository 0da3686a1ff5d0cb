import type { ProcessMistake } from '#contract/jobs.ts'
import type { HiringProcess } from '#contract/process.ts'
import { parseProcess } from '#server/features/templates/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadJobToChange } from './access.ts'
import { processChangedMeanwhile } from './errors.ts'
import { type LoadedJob, processHash } from './job.ts'
import { updateDraft } from './store.ts'

/** Replaces the draft. @throws Refusal `process_changed_meanwhile` when it is not the draft the change began from */
export async function changeProcess(tx: Tx, id: string, change: { process: HiringProcess; revision: number }): Promise<void> {
  const job = await loadJobToChange(tx, id)
  if (job.revision !== change.revision) throw processChangedMeanwhile()
  await replace(tx, job, change.process)
}

/** Replaces the draft with a file. @returns its mistakes; when there are any, nothing was changed */
export async function importProcess(tx: Tx, id: string, yaml: string): Promise<ProcessMistake[]> {
  const job = await loadJobToChange(tx, id)
  const { process, mistakes } = parseProcess(yaml)
  if (!process) return mistakes
  await replace(tx, job, process)
  return []
}

async function replace(tx: Tx, job: LoadedJob, process: HiringProcess): Promise<void> {
  await updateDraft(tx, job.id, process)
  await record(tx, 'job.process_changed', { orgId: job.orgId, jobId: job.id }, { job_id: job.id, sha256: processHash(process) })
}
