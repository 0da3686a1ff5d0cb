import { loadApplicationForCandidate, promiseOf } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { findFeedback } from './store.ts'

/** What the candidate reads: sent words, and before that only when they come. */
export async function showPortalFeedback(tx: Tx, applicationId: string) {
  const a = await loadApplicationForCandidate(tx, applicationId)
  const f = await findFeedback(tx, applicationId)
  const promise = await promiseOf(tx, applicationId, 'feedback')
  return {
    text: f?.sentAt ? f.text : null,
    sent_at: f?.sentAt?.toISOString() ?? null,
    due_at: promise?.due_at ?? null,
    promise: promise?.state ?? null,
    plan: f?.plan ? { at: f.plan.at.toISOString(), time_zone: f.plan.zone, zone_from: f.plan.zoneFrom } : null,
    time_zone: a.timeZone,
  }
}
