import { type LoadedApplication, loadApplicationById, promiseOf } from '#server/features/applications/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { TaskHandler } from '#server/platform/feature.ts'
import { addTasks, cancelTasks } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { findFeedback } from './store.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How often the team is told that it is late: a day after another, for a week. */
const LATE_DAYS = 7

export type ReminderStep = 'soon' | 'due' | 'late'
interface Reminder {
  key: string
  step: ReminderStep
  at: Date
}

/** When the team is reminded: in the last quarter (at most a day before), when it is due, and every day for a week while it is late. */
export function remindersOf(openedAt: Date, dueAt: Date): Reminder[] {
  const lead = Math.min(DAY, (dueAt.getTime() - openedAt.getTime()) / 4)
  const at = (ms: number) => new Date(dueAt.getTime() + ms)
  const late = Array.from({ length: LATE_DAYS }, (_, i) => ({ key: `late-${i + 1}`, step: 'late' as const, at: at((i + 1) * DAY) }))
  return [{ key: 'soon', step: 'soon', at: at(-lead) }, { key: 'due', step: 'due', at: dueAt }, ...late]
}

const keyOf = (applicationId: string, r: Pick<Reminder, 'key'>) => `feedback.remind:${applicationId}:${r.key}`

export async function planReminders(tx: Tx, a: LoadedApplication, dueAt: Date): Promise<void> {
  await addTasks(tx, remindersOf(tx.now, dueAt).map((r) => ({ kind: 'feedback.remind', key: keyOf(a.id, r), orgId: a.orgId, payload: { application_id: a.id, step: r.step }, dueAt: r.at })))
}

/** Nothing is left to remind of. */
export async function cancelReminders(tx: Tx, applicationId: string): Promise<void> {
  await cancelTasks(tx, remindersOf(tx.now, tx.now).map((r) => keyOf(applicationId, r)))
}

/** Reminds while the promise runs and nobody has sent the feedback; before it is due, not when it goes in time by itself. */
export const remindTask: TaskHandler = (ctx, payload) => ctx.transaction((tx) => remind(tx, String(payload['application_id']), payload['step'] as ReminderStep)) // Put there by planReminders.

async function remind(tx: Tx, applicationId: string, step: ReminderStep): Promise<void> {
  const promise = await promiseOf(tx, applicationId, 'feedback')
  const feedback = await findFeedback(tx, applicationId)
  if (!promise || !feedback || feedback.sentAt || (promise.state !== 'running' && promise.state !== 'late')) return
  if (feedback.plan && feedback.plan.at <= new Date(promise.due_at)) return
  const a = await loadApplicationById(tx, applicationId)
  await record(tx, 'feedback.reminded', { orgId: a.orgId, applicationId, jobId: a.jobId }, { application_id: applicationId, step })
}
