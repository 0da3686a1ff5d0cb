import { sql } from 'kysely'
import type { Tx } from '#server/platform/tx.ts'

/** One at a time decides whose turn it is. */
export async function lockTrials(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('starter-trials', 0))`.execute(tx.sql)
}
