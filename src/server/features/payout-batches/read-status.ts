import { findPayoutOfOrganization, settleByBank } from '#server/features/payouts/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { statusUnreadable } from './errors.ts'
import { type BankStatus, readPain002 } from './pain002.ts'

export interface Read {
  paid: number
  failed: number
  unchanged: number
  /** Keys of payments that are not from here. */
  unknown: string[]
}

/**
 * Reads a bank's pain.002: what was settled is paid, what was rejected has failed and is owed again. Harmless to repeat.
 * @throws Refusal `status_unreadable`
 */
export async function readStatus(ctx: RequestContext): Promise<Read> {
  const statuses = ctx.rawBody && readPain002(Buffer.from(ctx.rawBody).toString('utf8'))
  if (!statuses) throw statusUnreadable()
  const read: Read = { paid: 0, failed: 0, unchanged: 0, unknown: [] }
  for (const status of statuses) await ctx.transaction((tx) => settle(tx, status, read))
  return read
}

async function settle(tx: Tx, s: BankStatus, read: Read): Promise<void> {
  const payout = await findPayoutOfOrganization(tx, requireMember(tx).orgId, s.endToEndId)
  if (!payout) {
    if (read.unknown.length < 100) read.unknown.push(s.endToEndId.slice(0, 35))
    return
  }
  const outcome = s.outcome === 'unchanged' ? 'unchanged' : await settleByBank(tx, payout.id, { outcome: s.outcome, says: s.says })
  read[outcome] += 1
}
