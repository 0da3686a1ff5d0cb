import { type Selectable, sql } from 'kysely'
import type { PayoutsTable } from '#server/platform/db/tables.gen.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Payout } from './payout.ts'
import { byPromise } from './promise.ts'
import { payoutOf } from './store.ts'

/** A payout with whom it is owed to. */
export interface OwedPayout extends Payout {
  candidate: { id: string; name: string; email: string }
  job: { id: string; title: string }
}

const MOST_IN_A_LIST = 1000

/** What is still owed, by the day it was promised; then what is over, newest first. Of very many, what is over is left out first. */
export async function listPayoutsOfOrganization(tx: Tx, orgId: string): Promise<OwedPayout[]> {
  const rows = await owed(tx, orgId).orderBy(sql`payouts.state in ('paid', 'declined')`).orderBy('payouts.accrued_at', 'desc').limit(MOST_IN_A_LIST).execute()
  return byPromise(rows.map(owedPayoutOf))
}

export async function findPayoutOfOrganization(tx: Tx, orgId: string, id: string): Promise<OwedPayout | null> {
  const row = await owed(tx, orgId).where('payouts.id', '=', id).executeTakeFirst()
  return row ? owedPayoutOf(row) : null
}

/** What nobody has begun to pay. By a rail it would be on its way by now. */
export async function listOwedByHand(tx: Tx, orgId: string): Promise<{ id: string; orgId: string }[]> {
  const rows = await tx.sql.selectFrom('payouts').select('id').where('org_id', '=', orgId).where('state', '=', 'accrued').execute()
  return rows.map(({ id }) => ({ id, orgId }))
}

/** The payouts of an organization with whom they are owed to; a store narrows it down. */
export function owed(tx: Tx, orgId: string) {
  return tx.sql
    .selectFrom('payouts')
    .innerJoin('applications', 'applications.id', 'payouts.application_id')
    .innerJoin('candidates', 'candidates.id', 'applications.candidate_id')
    .innerJoin('jobs', 'jobs.id', 'applications.job_id')
    .selectAll('payouts')
    .select(['candidates.id as candidate_id', 'candidates.name as candidate_name', 'candidates.email as candidate_email', 'jobs.id as job_id', 'jobs.title as job_title'])
    .where('payouts.org_id', '=', orgId)
}

type OwedRow = Selectable<PayoutsTable> & { candidate_id: string; candidate_name: string; candidate_email: string; job_id: string; job_title: string }

export function owedPayoutOf(r: OwedRow): OwedPayout {
  return { ...payoutOf(r), candidate: { id: r.candidate_id, name: r.candidate_name, email: r.candidate_email }, job: { id: r.job_id, title: r.job_title } }
}
