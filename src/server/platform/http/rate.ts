import { Refusal } from '../errors.ts'
import type { Tx } from '../tx.ts'
import { countHit } from './store.ts'

/**
 * Counts one act and refuses when there were too many in the window. Counted in the database, so that every process
 * counts the same. Call it in a transaction of its own when the act itself may roll back.
 * @throws Refusal 429 `too_many_requests`
 */
export async function hit(tx: Tx, key: string, limit: number, windowSeconds: number): Promise<void> {
  const hits = await countHit(tx, key, windowSeconds)
  if (hits > limit) throw new Refusal(429, 'too_many_requests', `That was too often. Please wait ${windowSeconds >= 120 ? `${Math.ceil(windowSeconds / 60)} minutes` : 'a moment'} and try again.`)
}
