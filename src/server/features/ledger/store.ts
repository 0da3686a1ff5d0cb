import { sql } from 'kysely'
import type { Money } from '#contract/money.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Account, Entry, Movement } from './ledger.ts'

export interface NewTransaction {
  orgId: string
  payoutId: string
  amount: Money
  movement: Movement
  entries: readonly Entry[]
}

export async function insertTransactions(tx: Tx, transactions: readonly NewTransaction[]): Promise<void> {
  if (transactions.length === 0) return
  const named = transactions.map((t) => ({ ...t, id: newId('led', tx.now) }))
  await tx.sql
    .insertInto('ledger_transactions')
    .values(named.map((t) => ({ id: t.id, org_id: t.orgId, payout_id: t.payoutId, kind: t.movement, at: tx.now })))
    .execute()
  await tx.sql
    .insertInto('ledger_entries')
    .values(named.flatMap((t) => t.entries.map((e) => ({ transaction_id: t.id, account: e.account, currency: t.amount.currency, amount_minor: e.amountMinor }))))
    .execute()
}

export interface Balance {
  account: Account
  currency: string
  amountMinor: number
}

export async function balancesOf(tx: Tx, orgId: string): Promise<Balance[]> {
  const rows = await tx.sql
    .selectFrom('ledger_entries as e')
    .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
    .select(['e.account', 'e.currency', (eb) => eb.fn.sum<number>('e.amount_minor').as('amount')])
    .where('t.org_id', '=', orgId)
    .groupBy(['e.account', 'e.currency'])
    .orderBy('e.account')
    .orderBy('e.currency')
    .execute()
  // The column's check allows these accounts only.
  return rows.map((r) => ({ account: r.account as Account, currency: r.currency, amountMinor: Number(r.amount) }))
}

export interface LedgerLine {
  at: Date
  payoutId: string
  movement: Movement
  account: Account
  currency: string
  amountMinor: number
}

/** Every entry of an organization in the order in which it was written. */
export async function linesOf(tx: Tx, orgId: string, since: Date): Promise<LedgerLine[]> {
  const rows = await tx.sql
    .selectFrom('ledger_entries as e')
    .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
    .select(['t.at', 't.payout_id', 't.kind', 'e.account', 'e.currency', 'e.amount_minor'])
    .where('t.org_id', '=', orgId)
    .where('t.at', '>=', since)
    .orderBy('t.at')
    // What happens to a payout in one moment has one order, and ids of one moment have none.
    .orderBy(sql`array_position('{accrued,submitted,paid,returned,written_off}'::text[], t.kind)`)
    .orderBy('t.id')
    .orderBy('e.account')
    .execute()
  // The columns' checks allow these words only.
  return rows.map((r) => ({ at: r.at, payoutId: r.payout_id, movement: r.kind as Movement, account: r.account as Account, currency: r.currency, amountMinor: r.amount_minor }))
}
