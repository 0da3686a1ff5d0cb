import { type Selectable, sql } from 'kysely'
import type { PayoutState } from '#contract/payout-states.ts'
import type { RailMode, RailName } from '#server/adapters/payments/port.ts'
import type { PayoutsTable } from '#server/platform/db/tables.gen.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Payout } from './payout.ts'

export type NewPayout = Pick<Payout, 'id' | 'orgId' | 'applicationId' | 'stageKey' | 'stageName' | 'amount' | 'accruedAt' | 'payBy' | 'approvalsNeeded' | 'replaces' | 'charity'>

/** @returns those that were added: not the ones whose stage has a payout that lives, or began with one before */
export async function insertPayouts<P extends NewPayout>(tx: Tx, payouts: readonly P[]): Promise<P[]> {
  if (payouts.length === 0) return []
  const added = await tx.sql
    .insertInto('payouts')
    .values(payouts.map((p) => rowOf(tx, p)))
    .onConflict((c) => c.doNothing())
    .returning('id')
    .execute()
  const ids = new Set(added.map((a) => a.id))
  return payouts.filter((p) => ids.has(p.id))
}

function rowOf(tx: Tx, p: NewPayout) {
  return {
    id: p.id,
    org_id: p.orgId,
    application_id: p.applicationId,
    stage_key: p.stageKey,
    stage_name: p.stageName,
    amount_minor: p.amount.amount_minor,
    currency: p.amount.currency,
    accrued_at: p.accruedAt,
    pay_by: p.payBy,
    state_at: tx.now,
    approvals_needed: p.approvalsNeeded,
    replaces: p.replaces,
    charity_name: p.charity?.name ?? null,
    charity_url: p.charity?.url ?? null,
  }
}

export async function listPayoutsOfApplication(tx: Tx, applicationId: string): Promise<Payout[]> {
  const rows = await tx.sql.selectFrom('payouts').selectAll().where('application_id', '=', applicationId).orderBy('accrued_at').orderBy('id').execute()
  return rows.map(payoutOf)
}

export async function findPayout(tx: Tx, id: string): Promise<Payout | null> {
  const row = await tx.sql.selectFrom('payouts').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? payoutOf(row) : null
}

/** The payout as it is now, held until the transaction ends. */
export async function lockPayout(tx: Tx, id: string): Promise<Payout | null> {
  const row = await tx.sql.selectFrom('payouts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? payoutOf(row) : null
}

export async function findPayoutOfProvider(tx: Tx, rail: RailName, mode: RailMode, providerId: string): Promise<Payout | null> {
  const row = await tx.sql.selectFrom('payouts').selectAll().where('rail', '=', rail).where('mode', '=', mode).where('provider_id', '=', providerId).executeTakeFirst()
  return row ? payoutOf(row) : null
}

/** What may change of a payout besides its state. */
export interface PayoutFacts {
  reason?: string
  /** Only of what is held. */
  heldUntil?: Date | null
  rail?: RailName
  mode?: RailMode
  approvalsNeeded?: number
  paid?: { on: string; reference: string; by: string | null }
  provider?: Pick<Payout, 'providerId' | 'providerSays' | 'expectedOn' | 'receiptUrl'>
  recipient?: Pick<Payout, 'recipientId' | 'destination'>
  charity?: NonNullable<Payout['charity']>
}

export async function putState(tx: Tx, id: string, to: PayoutState, f: PayoutFacts): Promise<void> {
  await tx.sql.updateTable('payouts').set({ state: to, state_at: tx.now, reason: f.reason ?? '', held_until: null, ...columnsOf(tx, f) }).where('id', '=', id).execute()
}

export async function putFacts(tx: Tx, id: string, f: PayoutFacts): Promise<void> {
  await tx.sql.updateTable('payouts').set({ reason: f.reason, ...columnsOf(tx, f) }).where('id', '=', id).execute()
}

/** What is not given is not written. */
function columnsOf(tx: Tx, { heldUntil, rail, mode, approvalsNeeded, paid, provider, recipient, charity }: PayoutFacts) {
  return {
    ...(heldUntil !== undefined && { held_until: heldUntil }),
    rail,
    mode,
    approvals_needed: approvalsNeeded,
    ...(paid && { paid_at: tx.now, paid_on: paid.on, reference: paid.reference, paid_by: paid.by }),
    ...(provider && { provider_id: provider.providerId, provider_says: provider.providerSays, expected_on: provider.expectedOn, receipt_url: provider.receiptUrl }),
    ...(recipient && { recipient_id: recipient.recipientId, destination: recipient.destination }),
    ...(charity && { charity_name: charity.name, charity_url: charity.url }),
  }
}

/** Writes down, before a rail is told, that it will be. Whoever comes after sees it, whatever happens to us. */
export async function markSending(tx: Tx, id: string): Promise<void> {
  await tx.sql
    .updateTable('payouts')
    .set((eb) => ({ sends: eb('sends', '+', 1), first_sent_at: eb.fn.coalesce('first_sent_at', eb.val(tx.now)), last_sent_at: tx.now, not_found: 0, fence: eb('fence', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Takes a payout for asking about it; whoever held it before writes nothing any more. */
export async function raiseFence(tx: Tx, id: string): Promise<void> {
  await tx.sql.updateTable('payouts').set((eb) => ({ fence: eb('fence', '+', 1) })).where('id', '=', id).execute()
}

export async function countSilence(tx: Tx, id: string): Promise<void> {
  await tx.sql.updateTable('payouts').set((eb) => ({ not_found: eb('not_found', '+', 1) })).where('id', '=', id).execute()
}

/** Payouts that a rail has been told of and that are not over, and those nobody has told it of in time. */
export async function listUnsettled(tx: Tx, olderThan: Date, limit: number): Promise<Payout[]> {
  const rows = await tx.sql.selectFrom('payouts').selectAll().where('state', 'in', ['queued', 'submitting', 'unknown', 'submitted']).where('rail', '<>', 'manual').where('state_at', '<=', olderThan).orderBy('state_at').limit(limit).execute()
  return rows.map(payoutOf)
}

export async function listPayoutsOfRail(tx: Tx, rail: RailName, mode: RailMode, since: Date): Promise<Payout[]> {
  const rows = await tx.sql.selectFrom('payouts').selectAll().where('rail', '=', rail).where('mode', '=', mode).where((eb) => eb.or([eb('first_sent_at', '>=', since), eb('paid_at', '>=', since)])).execute()
  return rows.map(payoutOf)
}

/** Other candidates of the organization whose pay went, or is to go, to the same place. */
export async function othersPaidTo(tx: Tx, orgId: string, destination: string, candidateId: string): Promise<boolean> {
  const { rows } = await sql`
    select from payouts p join applications a on a.id = p.application_id
    where p.org_id = ${orgId} and p.destination = ${destination} and a.candidate_id <> ${candidateId} limit 1`.execute(tx.sql)
  return rows.length > 0
}

export function payoutOf(r: Selectable<PayoutsTable>): Payout {
  return {
    id: r.id,
    orgId: r.org_id,
    applicationId: r.application_id,
    stageKey: r.stage_key,
    stageName: r.stage_name,
    amount: { amount_minor: r.amount_minor, currency: r.currency },
    // The columns' checks allow these words only.
    state: r.state as PayoutState,
    rail: r.rail as RailName,
    mode: r.mode as RailMode,
    stateAt: r.state_at,
    heldUntil: r.held_until,
    reason: r.reason,
    accruedAt: r.accrued_at,
    payBy: r.pay_by,
    paid: r.paid_at && r.paid_on && r.reference !== null ? { at: r.paid_at, on: r.paid_on, reference: r.reference } : null,
    approvalsNeeded: r.approvals_needed,
    sends: r.sends,
    firstSentAt: r.first_sent_at,
    lastSentAt: r.last_sent_at,
    fence: r.fence,
    notFound: r.not_found,
    providerId: r.provider_id,
    providerSays: r.provider_says,
    expectedOn: r.expected_on,
    receiptUrl: r.receipt_url,
    recipientId: r.recipient_id,
    destination: r.destination,
    replaces: r.replaces,
    charity: r.charity_name !== null && r.charity_url !== null ? { name: r.charity_name, url: r.charity_url } : null,
  }
}
