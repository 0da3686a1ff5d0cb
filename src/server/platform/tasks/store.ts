import { sql } from 'kysely'
import type { Tx } from '../tx.ts'

export interface NewTask {
  kind: string
  /** Unique for ever: adding the same key again is a no-op. */
  key: string
  orgId?: string | null
  payload?: Record<string, unknown>
  dueAt: Date
}

export interface ClaimedTask {
  id: string
  kind: string
  key: string
  payload: Record<string, unknown>
  attempts: number
  fence: number
}

export async function insertTasks(tx: Tx, tasks: readonly (NewTask & { id: string })[]) {
  const rowOf = (t: NewTask & { id: string }) => ({ id: t.id, kind: t.kind, key: t.key, org_id: t.orgId ?? null, payload: JSON.stringify(t.payload ?? {}), due_at: t.dueAt, created_at: tx.now })
  await tx.sql
    .insertInto('tasks')
    .values(tasks.map(rowOf))
    .onConflict((c) => c.column('key').doNothing())
    .execute()
}

export async function rescheduleTask(tx: Tx, key: string, dueAt: Date) {
  await tx.sql.updateTable('tasks').set({ due_at: dueAt }).where('key', '=', key).where('state', '=', 'waiting').execute()
}

export async function removeWaitingTasks(tx: Tx, keys: readonly string[]) {
  await tx.sql.deleteFrom('tasks').where('key', 'in', keys).where('state', '=', 'waiting').execute()
}

/**
 * Claims what is due, oldest first: tasks waiting, and tasks whose worker's lease ran out. Each claim raises the
 * fence; only the holder of the newest fence can finish the task.
 */
export async function claimDue(tx: Tx, limit: number, leaseSeconds: number): Promise<ClaimedTask[]> {
  const { rows } = await sql<ClaimedTask>`
    with claimed as (
      update tasks set state = 'running', attempts = attempts + 1, fence = fence + 1,
        lease_until = hw_now() + make_interval(secs => ${leaseSeconds})
      where id in (
        select id from tasks
        where (state = 'waiting' and due_at <= hw_now()) or (state = 'running' and lease_until < hw_now())
        order by due_at, id limit ${limit} for update skip locked)
      returning id, kind, key, payload, attempts, fence, due_at)
    select id, kind, key, payload, attempts, fence from claimed order by due_at, id`.execute(tx.sql)
  return rows
}

/** Ends every lease now. Late results of those who held them still count no more, because the next claim raises the fence. */
export async function endLeases(tx: Tx): Promise<void> {
  await sql`update tasks set lease_until = hw_now() - interval '1 ms' where state = 'running'`.execute(tx.sql)
}

/** Milliseconds until the next task is due; null when nothing waits. */
export async function untilNextDue(tx: Tx): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from min(case when state = 'running' then lease_until else due_at end) - hw_now())::float8 * 1000 as ms
    from tasks where state in ('waiting', 'running')`.execute(tx.sql)
  return rows[0]?.ms ?? null
}

/** Keeps a running task ours for so long from now; nothing happens when it is not ours any more. */
export async function renewLease(tx: Tx, t: ClaimedTask, leaseSeconds: number): Promise<void> {
  await settle(tx, t, sql`lease_until = hw_now() + make_interval(secs => ${leaseSeconds})`)
}

/** @returns false when another worker has taken the task over */
export async function finishTask(tx: Tx, t: ClaimedTask): Promise<boolean> {
  return settle(tx, t, sql`state = 'done', finished_at = hw_now(), lease_until = null, last_error = null`)
}

export async function retryTask(tx: Tx, t: ClaimedTask, error: string, delaySeconds: number): Promise<boolean> {
  return settle(tx, t, sql`state = 'waiting', lease_until = null, last_error = ${error}, due_at = hw_now() + make_interval(secs => ${delaySeconds})`)
}

/** As asked for: what runs again and again for months has not failed once, and its tries begin anew. */
export async function runTaskAgain(tx: Tx, t: ClaimedTask, says: string, delaySeconds: number): Promise<boolean> {
  return settle(tx, t, sql`state = 'waiting', attempts = 0, lease_until = null, last_error = ${says}, due_at = hw_now() + make_interval(secs => ${delaySeconds})`)
}

export async function buryTask(tx: Tx, t: ClaimedTask, error: string): Promise<boolean> {
  return settle(tx, t, sql`state = 'dead', finished_at = hw_now(), lease_until = null, last_error = ${error}`)
}

async function settle(tx: Tx, t: ClaimedTask, change: ReturnType<typeof sql>): Promise<boolean> {
  const result = await sql`update tasks set ${change} where id = ${t.id} and fence = ${t.fence} and state = 'running'`.execute(tx.sql)
  return result.numAffectedRows === 1n
}
