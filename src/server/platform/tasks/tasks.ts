import { newId } from '#server/lib/ids.ts'
import type { Tx } from '../tx.ts'
import { type NewTask, insertTasks, rescheduleTask, removeWaitingTasks } from './store.ts'
import { wakeWorker } from './wake.ts'

/** Adds background work or a timer in this transaction; it exists if and only if the transaction commits. */
export async function addTask(tx: Tx, task: NewTask): Promise<void> {
  await addTasks(tx, [task])
}

export async function addTasks(tx: Tx, tasks: readonly NewTask[]): Promise<void> {
  if (tasks.length === 0) return
  await insertTasks(tx, tasks.map((task) => ({ ...task, id: newId('tsk', tx.now) })))
  if (tasks.some((task) => task.dueAt <= tx.now)) tx.afterCommit(wakeWorker)
}

/** Moves a timer that has not run. Nothing happens when it has. */
export async function moveTask(tx: Tx, key: string, dueAt: Date): Promise<void> {
  await rescheduleTask(tx, key, dueAt)
  if (dueAt <= tx.now) tx.afterCommit(wakeWorker)
}

/** Takes back timers that have not run, because what they were for is done. */
export async function cancelTasks(tx: Tx, keys: readonly string[]): Promise<void> {
  await removeWaitingTasks(tx, keys)
}

/** Takes back a timer that has not run, so that its key may be used again. */
export async function cancelTask(tx: Tx, key: string): Promise<void> {
  await removeWaitingTasks(tx, [key])
}
