import { moveTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, later } from './assignment.ts'
import { setStartBy } from './store.ts'

/** Leaves at least so many seconds from now in which to start. Never shortens the window. */
export async function keepOpenFor(tx: Tx, a: Assignment, seconds: number): Promise<void> {
  const until = later(tx.now, seconds)
  if (until <= a.startBy) return
  await setStartBy(tx, a.id, until)
  await moveTask(tx, expireTask(a.id), until)
}

/** The timer that closes the window, by its key. */
export function expireTask(assignmentId: string): string {
  return `assignment.expire:${assignmentId}`
}
