import { record } from '#server/platform/events/record.ts'
import type { Context } from '#server/platform/context.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'
import { reminderOf } from './promise.ts'
import { listUnsent, markReminded } from './reminder-store.ts'

const AN_HOUR_S = 3600
/** No promise is told of earlier: a business day before a Monday, and some hours more. */
const LOOK_AHEAD_MS = 4 * 86_400_000

/** Sees that promises of pay are looked at every hour from now on. Asking again changes nothing. */
export async function remindHourly(tx: Tx): Promise<void> {
  await addTask(tx, { kind: 'remind-of-payouts', key: 'remind-of-payouts', dueAt: new Date(tx.now.getTime() + AN_HOUR_S * 1000) })
}

/** Tells each company, in one go, which payments are due within a business day and which are late; what it was told of it is told of again a day later. */
export async function remindOfPromises(ctx: Context): Promise<never> {
  await ctx.transaction(remind)
  throw new RunAgain(AN_HOUR_S)
}

async function remind(tx: Tx): Promise<void> {
  const unsent = await listUnsent(tx, new Date(tx.now.getTime() + LOOK_AHEAD_MS))
  const due = unsent.flatMap((p) => ({ id: p.id, orgId: p.orgId, step: reminderOf(p, tx.now) })).filter((r) => r.step !== null)
  for (const orgId of new Set(due.map((r) => r.orgId))) {
    const mine = due.filter((r) => r.orgId === orgId)
    const of = (step: 'soon' | 'late') => mine.filter((r) => r.step === step).map((r) => r.id)
    await markReminded(tx, mine.map((r) => r.id))
    await record(tx, 'payouts.reminded', { orgId }, { soon: of('soon'), late: of('late') })
  }
}
