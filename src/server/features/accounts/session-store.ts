import { sql } from 'kysely'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface SessionRow {
  id: string
  audience: string
  user_id: string | null
  org_id: string | null
  email: string | null
}

/** Idle and absolute life, by audience. */
const LIFE = { team: { idle: '8 hours', absolute: '7 days' }, portal: { idle: '7 days', absolute: '30 days' } } as const

export interface NewSession {
  tokenHash: string
  ip: string
  userAgent: string
}

export async function insertSession(tx: Tx, s: NewSession & ({ audience: 'team'; userId: string; orgId: string } | { audience: 'portal'; email: string })): Promise<string> {
  const id = newId('ses', tx.now)
  const whose = s.audience === 'team' ? { user_id: s.userId, org_id: s.orgId } : { email: s.email }
  await tx.sql
    .insertInto('sessions')
    .values({ id, token_hash: s.tokenHash, audience: s.audience, ...whose, created_at: tx.now, seen_at: tx.now, expires_at: sql<Date>`hw_now() + ${LIFE[s.audience].absolute}::interval`, ip: s.ip, user_agent: s.userAgent })
    .execute()
  return id
}

/** A session that is good now; being seen keeps it from going idle (written once a minute at most). */
export async function liveSession(tx: Tx, tokenHash: string, audience: 'team' | 'portal'): Promise<SessionRow | null> {
  const row = await tx.sql
    .selectFrom('sessions')
    .select(['id', 'audience', 'user_id', 'org_id', 'email', 'seen_at'])
    .where('token_hash', '=', tokenHash)
    .where('audience', '=', audience)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', tx.now)
    .where('seen_at', '>', sql<Date>`hw_now() - ${LIFE[audience].idle}::interval`)
    .executeTakeFirst()
  if (row && tx.now.getTime() - row.seen_at.getTime() > 60_000) await tx.sql.updateTable('sessions').set({ seen_at: tx.now }).where('id', '=', row.id).execute()
  return row ?? null
}

export async function endSession(tx: Tx, tokenHash: string) {
  await tx.sql.updateTable('sessions').set({ ended_at: tx.now }).where('token_hash', '=', tokenHash).where('ended_at', 'is', null).execute()
}

export async function endOtherSessions(tx: Tx, userId: string, keepId: string | null) {
  let query = tx.sql.updateTable('sessions').set({ ended_at: tx.now }).where('user_id', '=', userId).where('ended_at', 'is', null)
  if (keepId) query = query.where('id', '<>', keepId)
  await query.execute()
}

export async function moveSession(tx: Tx, sessionId: string, orgId: string) {
  await tx.sql.updateTable('sessions').set({ org_id: orgId }).where('id', '=', sessionId).execute()
}
