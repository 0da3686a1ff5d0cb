import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadJobToChange } from './access.ts'
import { type JobFacts, updateFacts } from './store.ts'

/** Changes what the job says of itself; its address stays. */
export async function changeJob(tx: Tx, id: string, facts: JobFacts): Promise<void> {
  const job = await loadJobToChange(tx, id)
  await updateFacts(tx, id, facts)
  await record(tx, 'job.updated', { orgId: job.orgId, jobId: id }, { job_id: id })
}
