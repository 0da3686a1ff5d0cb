import { record } from '#server/platform/events/record.ts'
import { moveTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { isRunning, sealAt } from './assignment.ts'
import { assignmentNotRunning } from './errors.ts'
import { sealTask } from './start-assignment.ts'
import { lockAssignment, setSubmitRequested } from './store.ts'

/** Submits before the deadline; sealed ten minutes later or at the deadline. Asking again changes nothing. */
export async function submitNow(tx: Tx, id: string): Promise<void> {
  const a = await lockAssignment(tx, id)
  if (a.state === 'started' && a.submitRequestedAt) return
  if (!isRunning(a, tx.now) || !a.clock) throw assignmentNotRunning()
  await setSubmitRequested(tx, a.id, tx.now)
  await moveTask(tx, sealTask(a.id), sealAt({ ...a, submitRequestedAt: tx.now }, a.clock))
  await record(tx, 'assignment.submitted_early', { orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, assignment_id: a.id })
}
