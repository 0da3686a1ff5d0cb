import { sql } from 'kysely'
import type { Tx } from '#server/platform/tx.ts'
import { type OwedPayout, owed, owedPayoutOf } from './owed-store.ts'
import type { Paid } from './payees.ts'

/** A payout belongs to the year in which it was paid, and until then to the one in which it was earned (UTC). */
const YEAR = sql<number>`extract(year from coalesce(payouts.paid_on, (payouts.accrued_at at time zone 'UTC')::date))::int`

/** What each person was paid in a year by real money, and has not come back. */
export async function listPaidOfYear(tx: Tx, orgId: string, year: number): Promise<Paid[]> {
  const rows = await tx.sql
    .selectFrom('payouts')
    .innerJoin('applications as a', 'a.id', 'payouts.application_id')
    .innerJoin('candidates as c', 'c.id', 'a.candidate_id')
    .select(['c.id', 'c.name', 'c.email', 'payouts.currency', (eb) => eb.fn.sum<number>('payouts.amount_minor').as('minor'), (eb) => eb.fn.countAll<number>().as('payments')])
    .where('payouts.org_id', '=', orgId)
    .where('payouts.state', '=', 'paid')
    .where('payouts.mode', '=', 'live')
    .where(YEAR, '=', year)
    .groupBy(['c.id', 'payouts.currency'])
    .orderBy('payouts.currency')
    .execute()
  return rows.map((r) => ({ candidate: { id: r.id, name: r.name, email: r.email }, total: { amount_minor: Number(r.minor), currency: r.currency }, payments: Number(r.payments) }))
}

/** Every payout of a year, in the order in which they were paid or earned. */
export async function listPayoutsOfYear(tx: Tx, orgId: string, year: number): Promise<OwedPayout[]> {
  const rows = await owed(tx, orgId).where(YEAR, '=', year).orderBy(sql`coalesce(payouts.paid_on, (payouts.accrued_at at time zone 'UTC')::date)`).orderBy('payouts.id').execute()
  return rows.map(owedPayoutOf)
}

/** The years in which something was paid or earned, newest first. */
export async function listYears(tx: Tx, orgId: string): Promise<number[]> {
  const rows = await tx.sql.selectFrom('payouts').select(YEAR.as('year')).distinct().where('org_id', '=', orgId).orderBy('year', 'desc').execute()
  return rows.map((r) => r.year)
}
