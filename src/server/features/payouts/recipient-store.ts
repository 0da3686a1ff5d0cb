import type { ProviderName, RailMode, Recipient } from '#server/adapters/payments/port.ts'
import type { Tx } from '#server/platform/tx.ts'
import { payoutOf } from './store.ts'
import type { Payout } from './payout.ts'

export interface KnownRecipient extends Recipient {
  orgId: string
  candidateId: string
  destinationAt: Date | null
  destinationBefore: string | null
}

type Where = { orgId: string; candidateId: string; rail: ProviderName; mode: RailMode }

export async function findRecipient(tx: Tx, w: Where): Promise<KnownRecipient | null> {
  const row = await tx.sql.selectFrom('payout_recipients').selectAll().where('org_id', '=', w.orgId).where('candidate_id', '=', w.candidateId).where('rail', '=', w.rail).where('mode', '=', w.mode).executeTakeFirst()
  return row ? recipientOf(row) : null
}

export async function lockRecipient(tx: Tx, rail: ProviderName, mode: RailMode, recipientId: string): Promise<KnownRecipient | null> {
  const row = await tx.sql.selectFrom('payout_recipients').selectAll().where('rail', '=', rail).where('mode', '=', mode).where('recipient_id', '=', recipientId).forUpdate().executeTakeFirst()
  return row ? recipientOf(row) : null
}

function recipientOf(r: { org_id: string; candidate_id: string; recipient_id: string; ready: boolean; destination: string | null; destination_at: Date | null; destination_before: string | null }): KnownRecipient {
  return { orgId: r.org_id, candidateId: r.candidate_id, recipientId: r.recipient_id, ready: r.ready, destination: r.destination, destinationAt: r.destination_at, destinationBefore: r.destination_before }
}

/** The first one stays: the provider makes the same again for the same key. */
export async function insertRecipient(tx: Tx, w: Where, recipientId: string): Promise<void> {
  await tx.sql.insertInto('payout_recipients').values({ org_id: w.orgId, candidate_id: w.candidateId, rail: w.rail, mode: w.mode, recipient_id: recipientId }).onConflict((c) => c.doNothing()).execute()
}

/** What the provider says now. A place that is another than before is remembered with the one before. */
export async function putRecipient(tx: Tx, known: KnownRecipient, rail: ProviderName, mode: RailMode, now: Recipient): Promise<void> {
  const moved = now.destination !== known.destination
  await tx.sql
    .updateTable('payout_recipients')
    .set({ ready: now.ready, ...(moved && { destination: now.destination, destination_at: tx.now, destination_before: known.destination }) })
    .where('rail', '=', rail)
    .where('mode', '=', mode)
    .where('recipient_id', '=', known.recipientId)
    .execute()
}

/** Payouts of a candidate that wait for where they are to go, or have been planned to go there and were not sent. */
export async function listUnsentOfRecipient(tx: Tx, k: KnownRecipient, rail: ProviderName, mode: RailMode): Promise<Payout[]> {
  const rows = await tx.sql
    .selectFrom('payouts')
    .innerJoin('applications as a', 'a.id', 'payouts.application_id')
    .selectAll('payouts')
    .where('a.candidate_id', '=', k.candidateId)
    .where('payouts.org_id', '=', k.orgId)
    .where('payouts.rail', '=', rail)
    .where('payouts.mode', '=', mode)
    .where('payouts.state', 'in', ['needs_details', 'needs_approval', 'queued'])
    .execute()
  return rows.map(payoutOf)
}

/** @returns false when this event was heard before */
export async function hearOnce(tx: Tx, rail: string, eventId: string): Promise<boolean> {
  const heard = await tx.sql.insertInto('payout_webhooks').values({ rail, event_id: eventId, heard_at: tx.now }).onConflict((c) => c.doNothing()).executeTakeFirst()
  return heard.numInsertedOrUpdatedRows === 1n
}
