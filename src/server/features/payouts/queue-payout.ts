import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { movePayout } from './move-payout.ts'
import type { Payout } from './payout.ts'

/** Everything it waited for is there: a rail sends it as soon as it can, or somebody pays it by hand. */
export async function queuePayout(tx: Tx, p: Payout, reason = ''): Promise<void> {
  await movePayout(tx, p, 'queued', { reason })
  if (p.rail !== 'manual') await sendSoon(tx, p)
}

/**
 * Sees that it is sent. A key is good for one task for ever, and what was held and released is queued a second time: hence the
 * moment in it. Two of these send once, because the first leaves nothing `queued` for the other.
 */
export async function sendSoon(tx: Tx, p: Pick<Payout, 'id' | 'orgId'>): Promise<void> {
  await addTask(tx, { kind: 'send-payout', key: `send-payout:${p.id}:${tx.now.getTime()}`, orgId: p.orgId, payload: { payout_id: p.id }, dueAt: tx.now })
}

/** Asks the rail about it, after so long. */
export async function askLater(tx: Tx, p: Pick<Payout, 'id' | 'orgId' | 'fence'>, seconds: number): Promise<void> {
  await addTask(tx, { kind: 'ask-rail', key: `ask-rail:${p.id}:${p.fence}:${tx.now.getTime()}`, orgId: p.orgId, payload: { payout_id: p.id }, dueAt: new Date(tx.now.getTime() + seconds * 1000) })
}
