import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import { moveTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { isRunning, later } from './assignment.ts'
import { assignmentNotRunning } from './errors.ts'
import { sealTask } from './start-assignment.ts'
import { insertExtension, lockAssignment, setDeadline } from './store.ts'

/** Gives a running clock more time. Kept for ever with its reason; time is never taken back. */
export async function grantExtension(tx: Tx, id: string, o: { seconds: number; reason: string }): Promise<void> {
  const member = requireMember(tx)
  const a = await lockAssignment(tx, id)
  if (!isRunning(a, tx.now) || !a.clock) throw assignmentNotRunning()
  const deadlineAt = later(a.clock.deadlineAt, o.seconds)
  await insertExtension(tx, a.id, { ...o, at: tx.now, grantedBy: member.memberId })
  await setDeadline(tx, a.id, deadlineAt)
  await moveTask(tx, sealTask(a.id), deadlineAt)
  await record(tx, 'assignment.extended', { orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, assignment_id: a.id, seconds: o.seconds, deadline_at: deadlineAt.toISOString(), reason: o.reason })
}
