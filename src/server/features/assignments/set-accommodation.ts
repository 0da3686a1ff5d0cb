import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { assignmentStarted } from './errors.ts'
import { lockAssignment, setMultiplier } from './store.ts'

/** Sets a private multiplier before the start. The record says that it was done, never by how much. */
export async function setAccommodation(tx: Tx, id: string, multiplier: number): Promise<void> {
  const a = await lockAssignment(tx, id)
  if (a.state !== 'offered') throw assignmentStarted()
  await setMultiplier(tx, a.id, multiplier)
  await record(tx, 'assignment.accommodated', { orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, assignment_id: a.id })
}
