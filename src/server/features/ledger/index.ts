import type { Money } from '#contract/money.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Movement, entriesOf } from './ledger.ts'
import { insertTransactions } from './store.ts'

export type { Account, Movement } from './ledger.ts'
export { type Balance, type LedgerLine, balancesOf, linesOf } from './store.ts'

/**
 * Writes a movement of a payout's money down, in the transaction that makes it. Each movement happens to a payout once: a
 * second time is refused by the database, and with it whatever wanted it.
 */
export async function post(tx: Tx, p: { orgId: string; payoutId: string; amount: Money }, movement: Movement, o: { arrived?: boolean } = {}): Promise<void> {
  await insertTransactions(tx, [{ ...p, movement, entries: entriesOf(movement, p.amount, o) }])
}

/** The same movement of many payouts at once. */
export async function postAll(tx: Tx, payouts: readonly { orgId: string; payoutId: string; amount: Money }[], movement: Movement): Promise<void> {
  await insertTransactions(tx, payouts.map((p) => ({ ...p, movement, entries: entriesOf(movement, p.amount) })))
}
