import { formatMoney } from '#contract/money.ts'
import { type LoadedApplication, loadApplicationsById, openPromises } from '#server/features/applications/index.ts'
import { postAll } from '#server/features/ledger/index.ts'
import { newId } from '#server/lib/ids.ts'
import { recordAll } from '#server/platform/events/record.ts'
import type { Feature } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { earned, payBy } from './payout.ts'
import { planLater } from './plan-payout.ts'
import { remindHourly } from './remind-of-promises.ts'
import { insertSteps } from './step-store.ts'
import { type NewPayout, insertPayouts } from './store.ts'

/** A stage of an application that may have earned something. */
interface Done {
  applicationId: string
  stageKey: string
  empty: boolean
}

/**
 * Pay is earned in the transaction that earns it: a take-home when its submission is sealed, any other paid stage when
 * it is completed. Both happen or neither does. How it is paid is planned after that.
 */
export const reactions: NonNullable<Feature['reactions']> = {
  'stage.completed': async (tx, { data }) => {
    // A take-home is paid for the work that was sealed, and nothing else completes it.
    if (data.stage_type !== 'code_assignment') await accrue(tx, [{ applicationId: data.application_id, stageKey: data.stage_key, empty: false }])
  },
}

/** Thousands of deadlines may end in the same second. */
export const reactionsTogether: NonNullable<Feature['reactionsTogether']> = {
  'submission.sealed': (tx, events) => accrue(tx, events.map(({ data }) => ({ applicationId: data.application_id, stageKey: data.stage_key, empty: data.empty }))),
}

/** Writes down what each has earned, once, and promises the day by which it is sent. */
async function accrue(tx: Tx, done: readonly Done[]) {
  const applications = new Map((await loadApplicationsById(tx, done.map((d) => d.applicationId))).map((a) => [a.id, a]))
  const payouts = done.flatMap((d) => payoutFor(tx, applications.get(d.applicationId), d))
  const added = await insertPayouts(tx, payouts)
  await insertSteps(tx, added.map((p) => ({ payoutId: p.id, state: 'accrued', reason: '' })))
  await postAll(tx, added.map((p) => ({ orgId: p.orgId, payoutId: p.id, amount: p.amount })), 'accrued')
  await openPromises(tx, added.map(promiseOfPay))
  await planLater(tx, added)
  if (added.length > 0) await remindHourly(tx)
  const happened = added.map((p) => ({
    subject: { orgId: p.orgId, applicationId: p.applicationId, jobId: applications.get(p.applicationId)?.jobId },
    data: { application_id: p.applicationId, payout_id: p.id, ...p.amount },
  }))
  await recordAll(tx, 'payout.accrued', happened)
}

function payoutFor(tx: Tx, application: LoadedApplication | undefined, { stageKey, empty }: Done): NewPayout[] {
  if (!application) throw new Error('Pay was earned in an application that does not exist')
  const stage = application.process.stages.find((s) => s.key === stageKey)
  const amount = stage && earned(stage, empty)
  if (!stage || !amount) return []
  const of = { orgId: application.orgId, applicationId: application.id, stageKey, stageName: stage.name }
  return [{ id: newId('pay', tx.now), ...of, amount, accruedAt: tx.now, payBy: payBy(stage, tx.now), approvalsNeeded: 0, replaces: null, charity: null }]
}

function promiseOfPay(p: NewPayout) {
  return { orgId: p.orgId, applicationId: p.applicationId, kind: 'payment' as const, text: `We send you ${formatMoney(p.amount)}`, dueAt: p.payBy }
}
