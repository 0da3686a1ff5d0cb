import { sql } from 'kysely'
import { z } from 'zod'
import type { PushedTip, RefUpdate } from '#server/adapters/git/port.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Brought, MAIN, STARTER_PUSH } from './starter.ts'

/** A first byte can't be older than a push may take. */
const STAMP_SECONDS = 120

export interface StarterPush {
  id: string
  repoId: string
  memberId: string | null
  brought: Exclude<Brought, 'template'>
  receivedAt: Date
  finishedAt: Date | null
  state: 'received' | 'accepted' | 'applied' | 'refused' | 'void'
  subject: string
}

const PUSH = ['id', 'repo_id as repoId', 'member_id as memberId', 'brought', 'received_at as receivedAt', 'finished_at as finishedAt', 'state', 'subject'] as const

/** Stamped by the database's clock, as a candidate's push is. */
export async function insertPush(tx: Tx, p: { repoId: string; memberId: string | null; brought: StarterPush['brought']; age: () => number }): Promise<string> {
  const id = newId(STARTER_PUSH, tx.now)
  await sql`insert into starter_pushes (id, repo_id, member_id, brought, received_at)
    values (${id}, ${p.repoId}, ${p.memberId}, ${p.brought}, hw_now() - least(make_interval(secs => ${STAMP_SECONDS}), make_interval(secs => ${p.age() / 1000})))`.execute(tx.sql)
  return id
}

export async function stampFinished(tx: Tx, id: string) {
  await sql`update starter_pushes set finished_at = hw_now() where id = ${id} and finished_at is null`.execute(tx.sql)
}

export async function loadPush(tx: Tx, id: string): Promise<StarterPush> {
  const row = await tx.sql.selectFrom('starter_pushes').select(PUSH).where('id', '=', id).executeTakeFirstOrThrow()
  // The columns' checks allow these words only.
  return { ...row, brought: row.brought as StarterPush['brought'], state: row.state as StarterPush['state'] }
}

export async function decidePush(tx: Tx, id: string, updates: readonly RefUpdate[], tips: readonly PushedTip[]) {
  const tip = tips.find((t) => t.ref === MAIN) ?? tips[0]
  await tx.sql.updateTable('starter_pushes').set({ state: 'accepted', updates: JSON.stringify(updates), subject: tip?.subject ?? '' }).where('id', '=', id).execute()
}

/** @returns false when it had ended already */
export async function endPush(tx: Tx, id: string, state: 'applied' | 'refused' | 'void', reason = ''): Promise<boolean> {
  const { numUpdatedRows } = await tx.sql.updateTable('starter_pushes').set({ state, reason }).where('id', '=', id).where('state', 'in', ['received', 'accepted']).executeTakeFirst()
  return numUpdatedRows === 1n
}

const updates = z.array(z.object({ ref: z.string(), oldSha: z.string(), newSha: z.string() }))

/** After a crash: every push that has a beginning and no end. */
export async function listOpenPushes(tx: Tx): Promise<{ id: string; repoId: string; updates: RefUpdate[] }[]> {
  const rows = await tx.sql.selectFrom('starter_pushes').select(['id', 'repo_id as repoId', 'updates']).where('state', 'in', ['received', 'accepted']).execute()
  return rows.map((r) => ({ id: r.id, repoId: r.repoId, updates: updates.parse(r.updates) }))
}
