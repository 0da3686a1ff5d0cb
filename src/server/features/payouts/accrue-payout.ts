import { formatMoney } from '#contract/money.ts'
import type { Stage } from '#contract/process.ts'
import { type LoadedApplication, loadApplicationById, openPromise } from '#server/features/applications/index.ts'
import { newId } from '#server/lib/ids.ts'
import { record } from '#server/platform/events/record.ts'
import type { Feature } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { earned, payBy } from './payout.ts'
import { insertPayout } from './store.ts'

/**
 * Pay is earned in the transaction that earns it: a take-home when its submission is sealed, any other paid stage when
 * it is completed. Both happen or neither does.
 */
export const reactions: NonNullable<Feature['reactions']> = {
  'submission.sealed': (tx, { data }) => accrue(tx, data.application_id, data.stage_key, data.empty),
  'stage.completed': async (tx, { data }) => {
    // A take-home is paid for the work that was sealed, and nothing else completes it.
    if (data.stage_type !== 'code_assignment') await accrue(tx, data.application_id, data.stage_key, false)
  },
}

async function accrue(tx: Tx, applicationId: string, stageKey: string, empty: boolean) {
  const application = await loadApplicationById(tx, applicationId)
  const stage = application.process.stages.find((s) => s.key === stageKey)
  if (stage) await accruePayout(tx, application, stage, empty)
}

/** Writes down what a stage has earned, once, and promises the day by which it is sent. */
async function accruePayout(tx: Tx, application: LoadedApplication, stage: Stage, empty: boolean) {
  const amount = earned(stage, empty)
  if (!amount) return
  const id = newId('pay', tx.now)
  const due = payBy(stage, tx.now)
  const { orgId } = application
  const added = await insertPayout(tx, { id, orgId, applicationId: application.id, stageKey: stage.key, stageName: stage.name, amount, state: 'accrued', accruedAt: tx.now, payBy: due, paid: null })
  if (!added) return
  await openPromise(tx, { orgId, applicationId: application.id, kind: 'payment', text: `We send you ${formatMoney(amount)}`, dueAt: due })
  await record(tx, 'payout.accrued', { orgId, applicationId: application.id, jobId: application.jobId }, { application_id: application.id, payout_id: id, ...amount })
}
