import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadJobToChange } from './access.ts'
import { notPublished } from './errors.ts'
import { setState } from './store.ts'

/** Takes no more applications; those under way go on. Closing a closed job does nothing. */
export async function closeJob(tx: Tx, id: string): Promise<void> {
  const job = await loadJobToChange(tx, id)
  if (job.state === 'closed') return
  if (job.state === 'draft') throw notPublished()
  await setState(tx, id, 'closed')
  await record(tx, 'job.closed', { orgId: job.orgId, jobId: id }, { job_id: id })
}
