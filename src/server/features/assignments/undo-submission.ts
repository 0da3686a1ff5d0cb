import { record } from '#server/platform/events/record.ts'
import { moveTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { isSealed, undoUntil } from './assignment.ts'
import { assignmentNotRunning, submissionSealed } from './errors.ts'
import { sealTask } from './start-assignment.ts'
import { lockAssignment, setSubmitRequested } from './store.ts'

/** Takes an early submission back while that is possible. Nothing to take back is fine while the clock runs. */
export async function undoSubmission(tx: Tx, id: string): Promise<void> {
  const a = await lockAssignment(tx, id)
  if (isSealed(a)) throw submissionSealed()
  if (!a.clock) throw assignmentNotRunning()
  if (!a.submitRequestedAt) return
  if (!undoUntil(a, tx.now)) throw submissionSealed()
  await setSubmitRequested(tx, a.id, null)
  await moveTask(tx, sealTask(a.id), a.clock.deadlineAt)
  await record(tx, 'assignment.submission_undone', { orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, assignment_id: a.id })
}
