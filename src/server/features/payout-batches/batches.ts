import type { PayoutBatch } from '#contract/payout-batches.ts'
import { memberName } from '#server/features/accounts/index.ts'
import { type OwedPayout, listPayoutsOfOrganization, markSentByHand } from '#server/features/payouts/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { batchNotFound, batchState, currenciesMixed, notPayable } from './errors.ts'
import { type Batch, insertBatch, listBatches, lockBatch, markHandedOver, markVoid } from './store.ts'

/** What may go into a file: owed to the candidate, by hand, and waiting for nobody's approval. */
function isPayable(p: OwedPayout): boolean {
  return p.rail === 'manual' && p.charity === null && (p.state === 'queued' || (p.state === 'accrued' && p.approvalsNeeded === 0))
}

/** Puts payouts together for one file. @throws Refusal `payout_not_payable`, `currencies_mixed` */
export async function createBatch(tx: Tx, o: { payouts: readonly string[]; execute_on: string }): Promise<PayoutBatch> {
  const { orgId, memberId } = requireMember(tx)
  const ids = [...new Set(o.payouts)]
  const known = (await listPayoutsOfOrganization(tx, orgId)).filter((p) => ids.includes(p.id))
  const odd = [...ids.filter((id) => !known.some((p) => p.id === id)), ...known.filter((p) => !isPayable(p)).map((p) => p.candidate.name)]
  const [first] = known
  if (odd.length > 0 || !first) throw notPayable(odd)
  if (known.some((p) => p.amount.currency !== first.amount.currency)) throw currenciesMixed()
  const id = await insertBatch(tx, { orgId, currency: first.amount.currency, executeOn: o.execute_on, createdBy: memberId, payoutIds: ids })
  if (!id) throw notPayable(['those that stand in another file'])
  await record(tx, 'payout_batch.created', { orgId }, { batch_id: id, payouts: ids.length })
  return presentBatch(tx, await holdBatch(tx, id))
}

/** @throws Refusal 404 for every batch of another company */
export async function holdBatch(tx: Tx, id: string): Promise<Batch> {
  const batch = await lockBatch(tx, requireMember(tx).orgId, id)
  if (!batch) throw batchNotFound()
  return batch
}

/** The file is with the bank: each of its payouts is under way. */
export async function handOver(tx: Tx, id: string): Promise<PayoutBatch> {
  const batch = await holdBatch(tx, id)
  if (batch.state !== 'open') throw batchState('This batch was handed over or taken apart already.')
  for (const payoutId of batch.payoutIds) await markSentByHand(tx, payoutId)
  await markHandedOver(tx, id)
  await record(tx, 'payout_batch.handed_over', { orgId: batch.orgId }, { batch_id: id, payouts: batch.payoutIds.length })
  return presentBatch(tx, await holdBatch(tx, id))
}

/** Takes a batch apart before it went to the bank. */
export async function voidBatch(tx: Tx, id: string): Promise<PayoutBatch> {
  const batch = await holdBatch(tx, id)
  if (batch.state !== 'open') throw batchState('Only a batch that was not given to the bank can be taken apart.')
  await markVoid(tx, id)
  await record(tx, 'payout_batch.voided', { orgId: batch.orgId }, { batch_id: id, payouts: batch.payoutIds.length })
  return presentBatch(tx, await holdBatch(tx, id))
}

export async function showBatches(tx: Tx): Promise<PayoutBatch[]> {
  const answers: PayoutBatch[] = []
  for (const batch of await listBatches(tx, requireMember(tx).orgId)) answers.push(await presentBatch(tx, batch))
  return answers
}

/** The payouts of a batch with whom they are owed to. */
export async function payoutsIn(tx: Tx, batch: Batch): Promise<OwedPayout[]> {
  return (await listPayoutsOfOrganization(tx, batch.orgId)).filter((p) => batch.payoutIds.includes(p.id)).sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function presentBatch(tx: Tx, b: Batch): Promise<PayoutBatch> {
  const payouts = await payoutsIn(tx, b)
  return {
    id: b.id,
    currency: b.currency,
    total_minor: payouts.reduce((sum, p) => sum + p.amount.amount_minor, 0),
    execute_on: b.executeOn,
    state: b.state,
    created_at: b.createdAt.toISOString(),
    created_by: await memberName(tx, b.createdBy),
    handed_over_at: b.handedOverAt?.toISOString() ?? null,
    items: payouts.map((p) => ({ payout_id: p.id, candidate: p.candidate.name, amount: p.amount, state: p.state })),
  }
}
