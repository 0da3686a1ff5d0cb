import type { LoadedApplication } from '#server/features/applications/index.ts'
import { releaseSlot } from '#server/features/scheduling/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type ReferenceRow, changeReference, referencesOf } from './store.ts'

/** Nobody is left waiting for a call that will not come: booked times are given back, and every referee hears of it. */
export async function releaseReferees(tx: Tx, a: LoadedApplication): Promise<void> {
  for (const r of await referencesOf(tx, a.id)) if (r.state !== 'completed') await release(tx, a, r)
}

async function release(tx: Tx, a: LoadedApplication, r: ReferenceRow) {
  const sequence = r.sequence + 1
  if (r.state === 'booked') await releaseSlot(tx, 'reference', r.id)
  // Times and caller stay on the row: the cancellation names them.
  await changeReference(tx, r.id, { state: 'invited', sequence })
  await record(tx, 'reference.released', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, reference_id: r.id, was_booked: r.state === 'booked', sequence })
}
