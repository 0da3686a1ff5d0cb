import type { Selectable } from 'kysely'
import type { PayoutsTable } from '#server/platform/db/tables.gen.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Payout } from './payout.ts'

/** @returns those whose stage had not been earned already */
export async function insertPayouts(tx: Tx, payouts: readonly Payout[]): Promise<Payout[]> {
  if (payouts.length === 0) return []
  const added = await tx.sql
    .insertInto('payouts')
    .values(payouts.map((p) => ({ id: p.id, org_id: p.orgId, application_id: p.applicationId, stage_key: p.stageKey, stage_name: p.stageName, amount_minor: p.amount.amount_minor, currency: p.amount.currency, accrued_at: p.accruedAt, pay_by: p.payBy })))
    .onConflict((c) => c.columns(['application_id', 'stage_key']).doNothing())
    .returning('id')
    .execute()
  const ids = new Set(added.map((a) => a.id))
  return payouts.filter((p) => ids.has(p.id))
}

/** A payout with whom it is owed to. */
export interface OwedPayout extends Payout {
  candidate: { id: string; name: string; email: string }
  jobTitle: string
}

/** What is owed first, the most urgent first; then what was paid, newest first. */
export async function listPayoutsOfOrganization(tx: Tx, orgId: string): Promise<OwedPayout[]> {
  const rows = await owed(tx, orgId).execute()
  const all = rows.map(owedPayoutOf)
  const due = all.filter((p) => p.state === 'accrued').sort((x, y) => x.payBy.getTime() - y.payBy.getTime())
  const paid = all.filter((p) => p.state === 'paid').sort((x, y) => y.accruedAt.getTime() - x.accruedAt.getTime())
  return [...due, ...paid]
}

export async function findPayoutOfOrganization(tx: Tx, orgId: string, id: string): Promise<OwedPayout | null> {
  const row = await owed(tx, orgId).where('payouts.id', '=', id).executeTakeFirst()
  return row ? owedPayoutOf(row) : null
}

function owed(tx: Tx, orgId: string) {
  return tx.sql
    .selectFrom('payouts')
    .innerJoin('applications', 'applications.id', 'payouts.application_id')
    .innerJoin('candidates', 'candidates.id', 'applications.candidate_id')
    .innerJoin('jobs', 'jobs.id', 'applications.job_id')
    .selectAll('payouts')
    .select(['candidates.id as candidate_id', 'candidates.name as candidate_name', 'candidates.email as candidate_email', 'jobs.title as job_title'])
    .where('payouts.org_id', '=', orgId)
}

type OwedRow = Selectable<PayoutsTable> & { candidate_id: string; candidate_name: string; candidate_email: string; job_title: string }

function owedPayoutOf(r: OwedRow): OwedPayout {
  return { ...payoutOf(r), candidate: { id: r.candidate_id, name: r.candidate_name, email: r.candidate_email }, jobTitle: r.job_title }
}

export async function listPayoutsOfApplication(tx: Tx, applicationId: string): Promise<Payout[]> {
  const rows = await tx.sql.selectFrom('payouts').selectAll().where('application_id', '=', applicationId).orderBy('accrued_at').execute()
  return rows.map(payoutOf)
}

export async function findPayout(tx: Tx, id: string): Promise<Payout | null> {
  const row = await tx.sql.selectFrom('payouts').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? payoutOf(row) : null
}

export async function lockPayout(tx: Tx, orgId: string, id: string): Promise<Payout | null> {
  const row = await tx.sql.selectFrom('payouts').selectAll().where('id', '=', id).where('org_id', '=', orgId).forUpdate().executeTakeFirst()
  return row ? payoutOf(row) : null
}

export async function markPaid(tx: Tx, id: string, p: { on: string; reference: string; by: string }) {
  await tx.sql.updateTable('payouts').set({ state: 'paid', paid_at: tx.now, paid_on: p.on, reference: p.reference, paid_by: p.by }).where('id', '=', id).execute()
}

function payoutOf(r: Selectable<PayoutsTable>): Payout {
  return {
    id: r.id,
    orgId: r.org_id,
    applicationId: r.application_id,
    stageKey: r.stage_key,
    stageName: r.stage_name,
    amount: { amount_minor: r.amount_minor, currency: r.currency },
    state: r.state === 'paid' ? 'paid' : 'accrued',
    accruedAt: r.accrued_at,
    payBy: r.pay_by,
    paid: r.paid_at && r.paid_on && r.reference !== null ? { at: r.paid_at, on: r.paid_on, reference: r.reference } : null,
  }
}
