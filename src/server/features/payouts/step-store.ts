import { sql } from 'kysely'
import type { PayoutState } from '#contract/payout-states.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface PayoutStep {
  payoutId: string
  state: PayoutState
  reason: string
  at: Date
}

type NewStep = Omit<PayoutStep, 'at'>

/** Adds where each payout is now to where it has been. The caller holds the payouts. */
export async function insertSteps(tx: Tx, steps: readonly NewStep[]): Promise<void> {
  const by = tx.principal.kind === 'member' ? { kind: 'member', id: tx.principal.memberId } : { kind: tx.principal.kind, id: null }
  await sql`
    insert into payout_steps (payout_id, seq, state, reason, at, by_kind, by_id)
    select n.payout_id, 1 + (select count(*) from payout_steps s where s.payout_id = n.payout_id), n.state, n.reason, ${tx.now}, ${by.kind}, ${by.id}
    from unnest(${steps.map((s) => s.payoutId)}::text[], ${steps.map((s) => s.state)}::text[], ${steps.map((s) => s.reason)}::text[]) as n (payout_id, state, reason)`.execute(tx.sql)
}

export async function listSteps(tx: Tx, payoutIds: readonly string[]): Promise<PayoutStep[]> {
  if (payoutIds.length === 0) return []
  const rows = await tx.sql.selectFrom('payout_steps').selectAll().where('payout_id', 'in', payoutIds).orderBy('payout_id').orderBy('seq').execute()
  // Written by insertStep alone, which takes nothing else.
  return rows.map((r) => ({ payoutId: r.payout_id, state: r.state as PayoutState, reason: r.reason, at: r.at }))
}

/** Whether it has ever been held for this reason. */
export async function hasBeenHeldFor(tx: Tx, payoutId: string, reason: string): Promise<boolean> {
  const row = await tx.sql.selectFrom('payout_steps').select('seq').where('payout_id', '=', payoutId).where('state', '=', 'held').where('reason', '=', reason).limit(1).executeTakeFirst()
  return row !== undefined
}
