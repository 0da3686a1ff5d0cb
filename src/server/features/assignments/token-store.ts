import { sql } from 'kysely'
import { newId } from '#server/lib/ids.ts'
import type { Look, Tx } from '#server/platform/tx.ts'
import { type Assignment, PUSH_SECONDS } from './assignment.ts'
import { assignmentOf } from './store.ts'

/** Revokes the live token and puts this one in its place. */
export async function rotateToken(tx: Tx, assignmentId: string, tokenHash: string) {
  await tx.sql.updateTable('git_tokens').set({ revoked_at: tx.now }).where('assignment_id', '=', assignmentId).where('revoked_at', 'is', null).execute()
  await tx.sql.insertInto('git_tokens').values({ id: newId('gtk', tx.now), assignment_id: assignmentId, token_hash: tokenHash, created_at: tx.now }).execute()
}

/**
 * The assignment whose repository this is, if the token opens it. One that ends with the deadline is good for as long after it as
 * a push may take: whose first byte was in time is let in however late we ask, and who comes too late hears so in words.
 */
export async function findByRepoAndToken(look: Look, repoId: string, tokenHash: string): Promise<Assignment | null> {
  const row = await look.sql
    .selectFrom('assignments')
    .innerJoin('git_tokens', 'git_tokens.assignment_id', 'assignments.id')
    .selectAll('assignments')
    .where('assignments.repo_id', '=', repoId)
    .where('git_tokens.token_hash', '=', tokenHash)
    .where('git_tokens.revoked_at', 'is', null)
    .where(sql<boolean>`(not until_deadline or hw_now() < deadline_at + make_interval(secs => ${PUSH_SECONDS}))`)
    .executeTakeFirst()
  return row ? assignmentOf(row) : null
}

export interface GitToken {
  id: string
  assignmentId: string
}

/** A token that nobody has found yet and that was not replaced. */
export async function findLiveToken(tx: Tx, tokenHash: string): Promise<GitToken | null> {
  const row = await tx.sql.selectFrom('git_tokens').select(['id', 'assignment_id as assignmentId']).where('token_hash', '=', tokenHash).where('revoked_at', 'is', null).where('found_at', 'is', null).executeTakeFirst()
  return row ?? null
}

/** Ends a token, at once or with the deadline. @returns false when it had ended already: then nothing changes */
export async function endFoundToken(tx: Tx, id: string, o: { untilDeadline: boolean }): Promise<boolean> {
  const set = { found_at: tx.now, until_deadline: o.untilDeadline, revoked_at: o.untilDeadline ? null : tx.now }
  const result = await tx.sql.updateTable('git_tokens').set(set).where('id', '=', id).where('revoked_at', 'is', null).where('found_at', 'is', null).executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Whether the newest token of an assignment was found in a push, and has not been replaced since. */
export async function foundTokenOf(tx: Tx, assignmentId: string): Promise<{ at: Date; untilDeadline: boolean } | null> {
  const row = await tx.sql.selectFrom('git_tokens').select(['found_at', 'until_deadline']).where('assignment_id', '=', assignmentId).orderBy('created_at', 'desc').orderBy('id', 'desc').executeTakeFirst()
  return row?.found_at ? { at: row.found_at, untilDeadline: row.until_deadline } : null
}
