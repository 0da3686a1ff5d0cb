import type { OfferState, OfferTerms } from '#contract/offers.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { OfferRow } from './offer.ts'

const columns = ['id', 'org_id', 'application_id', 'state', 'terms', 'terms_sha256', 'how_we_work', 'extended_at', 'expires_at', 'answered_at', 'typed_name', 'decline_reason'] as const

function row(r: Omit<OfferRow, 'state' | 'terms'> & { state: string; terms: unknown }): OfferRow {
  // The check constraint lists the states; terms were validated by the contract when written.
  return { ...r, state: r.state as OfferState, terms: r.terms as OfferTerms | null }
}

export async function insertDraft(tx: Tx, o: { orgId: string; applicationId: string; howWeWork: string }) {
  await tx.sql.insertInto('offers').values({ id: newId('off', tx.now), org_id: o.orgId, application_id: o.applicationId, how_we_work: o.howWeWork, created_at: tx.now }).onConflict((c) => c.column('application_id').doNothing()).execute()
}

export async function offerOf(tx: Tx, applicationId: string): Promise<OfferRow | null> {
  const r = await tx.sql.selectFrom('offers').select(columns).where('application_id', '=', applicationId).executeTakeFirst()
  return r ? row(r) : null
}

export async function lockOffer(tx: Tx, id: string): Promise<OfferRow | null> {
  const r = await tx.sql.selectFrom('offers').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
  return r ? row(r) : null
}

export interface OfferChange {
  state?: OfferState
  terms?: OfferTerms
  terms_sha256?: string
  extended_at?: Date
  expires_at?: Date
  answered_at?: Date
  typed_name?: string
  evidence?: object
  decline_reason?: string
}

export async function changeOffer(tx: Tx, id: string, c: OfferChange): Promise<OfferRow> {
  const { terms, evidence, ...rest } = c
  const r = await tx.sql
    .updateTable('offers')
    .set({ ...rest, ...(terms ? { terms: JSON.stringify(terms) } : {}), ...(evidence ? { evidence: JSON.stringify(evidence) } : {}) })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return row(r)
}
