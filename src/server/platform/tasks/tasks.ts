import { newId } from '#server/lib/ids.ts'
import type { Tx } from '../tx.ts'
import { type NewTask, insertTask, rescheduleTask, removeWaitingTask } from './store.ts'
import { wakeWorker } from './wake.ts'

/** Adds background work or a timer in this transaction; it exists if and only if the transaction commits. */
export async function addTask(tx: Tx, task: NewTask): Promise<void> {
  await insertTask(tx, { ...task, id: newId('tsk', tx.now) })
  if (task.dueAt <= tx.now) tx.afterCommit(wakeWorker)
}

/** Moves a timer that has not run. Nothing happens when it has. */
export async function moveTask(tx: Tx, key: string, dueAt: Date): Promise<void> {
  await rescheduleTask(tx, key, dueAt)
  if (dueAt <= tx.now) tx.afterCommit(wakeWorker)
}

/** Takes back a timer that has not run, so that its key may be used again. */
export async function cancelTask(tx: Tx, key: string): Promise<void> {
  await removeWaitingTask(tx, key)
}
