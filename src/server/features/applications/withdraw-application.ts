import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadApplicationForCandidate } from './access.ts'
import { currentStage } from './application.ts'
import { applicationEnded } from './errors.ts'
import { inStage } from './machine.ts'
import { voidPromises } from './promise-store.ts'
import { stageTypeOf } from './stage-type.ts'
import { endApplication, lockApplication } from './store.ts'

/** The candidate withdraws. Pay they have earned stays theirs. */
export async function withdrawApplication(tx: Tx, id: string, reason: string): Promise<{ ok: true }> {
  await loadApplicationForCandidate(tx, id)
  const a = await lockApplication(tx, id)
  if (!a || a.state !== 'active') throw applicationEnded()
  await stageTypeOf(currentStage(a).type).onLeave?.(tx, inStage(a), 'withdrawn', reason)
  await endApplication(tx, a.id, { state: 'withdrawn', note: reason })
  await voidPromises(tx, a.id)
  await record(tx, 'application.withdrawn', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id })
  return { ok: true }
}
