import { sql } from 'kysely'
import type { PayoutState } from '#contract/payout-states.ts'
import type { Tx } from '#server/platform/tx.ts'

export interface InSamePlace {
  destination: string
  payoutId: string
  applicationId: string
  candidate: string
  amountMinor: number
  currency: string
  state: PayoutState
}

/** Payouts of an organization that went, or are to go, to a place where another candidate's went as well; those of one place together. */
export async function listInSamePlace(tx: Tx, orgId: string): Promise<InSamePlace[]> {
  const { rows } = await sql<{ destination: string; id: string; application_id: string; name: string; amount_minor: string; currency: string; state: PayoutState }>`
    with paid as (
      select p.*, c.name, c.id as candidate_id from payouts p join applications a on a.id = p.application_id join candidates c on c.id = a.candidate_id
      where p.org_id = ${orgId} and p.destination is not null
    )
    select destination, id, application_id, name, amount_minor, currency, state from paid
    where destination in (select destination from paid group by destination having count(distinct candidate_id) > 1)
    order by destination, accrued_at, id`.execute(tx.sql)
  return rows.map((r) => ({ destination: r.destination, payoutId: r.id, applicationId: r.application_id, candidate: r.name, amountMinor: Number(r.amount_minor), currency: r.currency, state: r.state }))
}
