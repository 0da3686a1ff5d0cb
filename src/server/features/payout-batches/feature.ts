import { payoutBatchOps } from '#contract/payout-batches.ts'
import { type Feature, on, onOuter } from '#server/platform/feature.ts'
import { createBatch, handOver, showBatches, voidBatch } from './batches.ts'
import { batchCsv, batchPain001 } from './files.ts'
import { readStatus } from './read-status.ts'

export const payoutBatches: Feature = {
  name: 'payout-batches',
  routes: [
    on(payoutBatchOps.listPayoutBatches, async (tx) => ({ items: await showBatches(tx) })),
    on(payoutBatchOps.createPayoutBatch, (tx, { body }) => createBatch(tx, body)),
    on(payoutBatchOps.getPayoutBatchCsv, (tx, { params }) => batchCsv(tx, params.id)),
    on(payoutBatchOps.makePayoutBatchFile, (tx, { params, body }) => batchPain001(tx, params.id, body)),
    on(payoutBatchOps.handOverPayoutBatch, (tx, { params }) => handOver(tx, params.id)),
    on(payoutBatchOps.voidPayoutBatch, (tx, { params }) => voidBatch(tx, params.id)),
    onOuter(payoutBatchOps.readBankStatus, (ctx) => readStatus(ctx)),
  ],
}
