import type { Tx } from '#server/platform/tx.ts'
import { addTasks } from '#server/platform/tasks/tasks.ts'
import type { Round } from './round.ts'

export const REMINDERS = ['before', 'due', 'overdue', 'still_overdue'] as const
export type Reminder = (typeof REMINDERS)[number]

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** When each reminder of a due date is right. Where there is little time, the first comes when a third of it is left. */
export function remindersFor(opened: Date, due: Date): { which: Reminder; at: Date }[] {
  const before = Math.min(DAY, Math.max(0, due.getTime() - opened.getTime()) / 3)
  const at = (ms: number) => new Date(due.getTime() + ms)
  return [
    { which: 'before', at: at(-before) },
    { which: 'due', at: at(0) },
    { which: 'overdue', at: at(DAY) },
    { which: 'still_overdue', at: at(3 * DAY) },
  ]
}

/** Plans the reminders of the round's due date. Those of an earlier date find out by themselves that it was moved. */
export async function planReminders(tx: Tx, round: Round): Promise<void> {
  const { dueAt } = round
  if (!dueAt) return
  const due_at = dueAt.toISOString()
  const from = round.openedAt > tx.now ? round.openedAt : tx.now
  await addTasks(tx, remindersFor(from, dueAt).map(({ which, at }) => ({ kind: 'review.remind', key: `review.remind:${which}:${round.id}:${due_at}`, orgId: round.orgId, payload: { round_id: round.id, which, due_at }, dueAt: at })))
}
