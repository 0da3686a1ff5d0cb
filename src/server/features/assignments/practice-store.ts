import { sql } from 'kysely'
import { z } from 'zod'
import type { PushedTip, RefUpdate } from '#server/adapters/git/port.ts'
import { newId } from '#server/lib/ids.ts'
import { randomName } from '#server/lib/tokens.ts'
import type { Look, Tx } from '#server/platform/tx.ts'
import { MAIN, STAMP_SECONDS } from './assignment.ts'
import { PRACTICE_PREFIX, PRACTICE_PUSH, type PracticePush, type PracticeRepository } from './practice.ts'

const MOST_SHOWN = 20
const REPOSITORY = ['assignment_id as assignmentId', 'repo_id as repoId', 'cloned_at as clonedAt', 'removed_at as removedAt'] as const
const PUSH = ['id', 'received_at as receivedAt', 'finished_at as finishedAt', 'state', 'reason', 'ref', 'commit_sha as commit', 'subject'] as const

export async function findPractice(tx: Tx, assignmentId: string): Promise<PracticeRepository | null> {
  return (await tx.sql.selectFrom('practice_repositories').select(REPOSITORY).where('assignment_id', '=', assignmentId).executeTakeFirst()) ?? null
}

/** Whether the token opens it; one that was revoked opens nothing. */
export async function opensPractice(look: Look, repoId: string, tokenHash: string): Promise<boolean> {
  return (await look.sql.selectFrom('practice_repositories').select('repo_id').where('repo_id', '=', repoId).where('token_hash', '=', tokenHash).executeTakeFirst()) !== undefined
}

/** Names it once; asked again, the name stays. */
export async function insertPractice(tx: Tx, assignmentId: string): Promise<void> {
  const row = { assignment_id: assignmentId, repo_id: PRACTICE_PREFIX + randomName(26 - PRACTICE_PREFIX.length), created_at: tx.now }
  await tx.sql.insertInto('practice_repositories').values(row).onConflict((c) => c.column('assignment_id').doNothing()).execute()
}

/** The token before stops working. */
export async function setPracticeToken(tx: Tx, assignmentId: string, tokenHash: string) {
  await tx.sql.updateTable('practice_repositories').set({ token_hash: tokenHash }).where('assignment_id', '=', assignmentId).where('removed_at', 'is', null).execute()
}

/** Revokes the token with it. */
export async function markRemoved(tx: Tx, assignmentId: string) {
  await tx.sql.updateTable('practice_repositories').set({ token_hash: null, removed_at: tx.now }).where('assignment_id', '=', assignmentId).where('removed_at', 'is', null).execute()
}

export async function markCloned(tx: Tx, repoId: string) {
  await tx.sql.updateTable('practice_repositories').set({ cloned_at: tx.now }).where('repo_id', '=', repoId).where('cloned_at', 'is', null).execute()
}

/** Stamped by the database's clock, as a push to the take-home is. */
export async function insertPracticePush(tx: Tx, p: { repoId: string; age: () => number }): Promise<string> {
  const id = newId(PRACTICE_PUSH, tx.now)
  await sql`insert into practice_pushes (id, repo_id, received_at) values (${id}, ${p.repoId}, hw_now() - least(make_interval(secs => ${STAMP_SECONDS}), make_interval(secs => ${p.age() / 1000})))`.execute(tx.sql)
  return id
}

export async function stampPracticeFinished(tx: Tx, id: string) {
  await sql`update practice_pushes set finished_at = hw_now() where id = ${id} and finished_at is null`.execute(tx.sql)
}

export async function loadPracticePush(tx: Tx, id: string): Promise<PracticePush> {
  return pushOf(await tx.sql.selectFrom('practice_pushes').select(PUSH).where('id', '=', id).executeTakeFirstOrThrow())
}

/** The tip of main where it is among them: that is what the take-home would look at. */
export async function decidePractice(tx: Tx, id: string, updates: readonly RefUpdate[], tips: readonly PushedTip[]) {
  const tip = tips.find((t) => t.ref === MAIN) ?? tips[0]
  const facts = { ref: tip?.ref ?? '', commit_sha: tip?.commit ?? null, subject: tip?.subject ?? '' }
  await tx.sql.updateTable('practice_pushes').set({ ...facts, state: 'accepted', updates: JSON.stringify(updates) }).where('id', '=', id).execute()
}

export async function endPracticePush(tx: Tx, id: string, state: PracticePush['state'], reason = '') {
  await tx.sql.updateTable('practice_pushes').set({ state, reason }).where('id', '=', id).where('state', 'in', ['received', 'accepted']).execute()
}

export async function listPracticePushes(tx: Tx, repoId: string): Promise<PracticePush[]> {
  const rows = await tx.sql.selectFrom('practice_pushes').select(PUSH).where('repo_id', '=', repoId).orderBy('received_at', 'desc').orderBy('id', 'desc').limit(MOST_SHOWN).execute()
  return rows.map(pushOf)
}

const updates = z.array(z.object({ ref: z.string(), oldSha: z.string(), newSha: z.string() }))

/** After a crash: every push that has a beginning and no end. */
export async function listOpenPracticePushes(tx: Tx): Promise<{ id: string; repoId: string; updates: RefUpdate[] }[]> {
  const rows = await tx.sql.selectFrom('practice_pushes').select(['id', 'repo_id as repoId', 'updates']).where('state', 'in', ['received', 'accepted']).execute()
  return rows.map((r) => ({ id: r.id, repoId: r.repoId, updates: updates.parse(r.updates) }))
}

function pushOf(row: Omit<PracticePush, 'state'> & { state: string }): PracticePush {
  // The column's check allows these states only.
  return { ...row, state: row.state as PracticePush['state'] }
}
