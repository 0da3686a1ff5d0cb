import { sql } from 'kysely'
import type { Tx } from '../tx.ts'

/** Adds one to a bucket that empties every `windowSeconds`, and returns its count. */
export async function countHit(tx: Tx, key: string, windowSeconds: number): Promise<number> {
  const { rows } = await sql<{ hits: number }>`
    insert into rate_buckets as b (key, window_start, hits) values (${key}, hw_now(), 1)
    on conflict (key) do update set
      hits = case when b.window_start < hw_now() - make_interval(secs => ${windowSeconds}) then 1 else b.hits + 1 end,
      window_start = case when b.window_start < hw_now() - make_interval(secs => ${windowSeconds}) then hw_now() else b.window_start end
    returning hits`.execute(tx.sql)
  return rows[0]!.hits
}

export interface KeptAnswer {
  operation: string
  body_sha256: string
  status: number
  answer: unknown
}

export async function findKeptAnswer(tx: Tx, principal: string, key: string): Promise<KeptAnswer | null> {
  const row = await tx.sql.selectFrom('idempotency_keys').select(['operation', 'body_sha256', 'status', 'answer']).where('principal', '=', principal).where('key', '=', key).executeTakeFirst()
  return row ?? null
}

/** Written in the transaction of the effect, so that the effect and its answer exist together or not at all. */
export async function keepAnswer(tx: Tx, principal: string, key: string, kept: KeptAnswer) {
  await tx.sql
    .insertInto('idempotency_keys')
    .values({ principal, key, operation: kept.operation, body_sha256: kept.body_sha256, status: kept.status, answer: JSON.stringify(kept.answer), created_at: tx.now })
    .execute()
}

/** One request with a given key at a time. */
export async function lockKey(tx: Tx, principal: string, key: string) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${principal}:${key}`}, 0))`.execute(tx.sql)
}
