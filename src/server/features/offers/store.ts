import type { OfferState, OfferTerms } from '#contract/offers.ts'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { OfferRow } from './offer.ts'

const columns = ['id', 'org_id', 'application_id', 'state', 'terms', 'terms_sha256', 'how_we_work', 'extended_at', 'expires_at', 'answered_at', 'typed_name', 'decline_reason', 'rescind_reason'] as const

function row(r: Omit<OfferRow, 'state' | 'terms'> & { state: string; terms: unknown }): OfferRow {
  // The check constraint lists the states; terms were validated by the contract when written.
  return { ...r, state: r.state as OfferState, terms: r.terms as OfferTerms | null }
}

/** A draft, unless the application has an offer that is live. */
export async function insertDraft(tx: Tx, o: { orgId: string; applicationId: string; howWeWork: string }): Promise<OfferRow | null> {
  const r = await tx.sql
    .insertInto('offers')
    .values({ id: newId('off', tx.now), org_id: o.orgId, application_id: o.applicationId, how_we_work: o.howWeWork, created_at: tx.now })
    .onConflict((c) => c.column('application_id').where('state', 'in', ['draft', 'extended', 'accepted']).doNothing())
    .returning(columns)
    .executeTakeFirst()
  return r ? row(r) : null
}

function newestOf(tx: Tx, applicationId: string) {
  return tx.sql.selectFrom('offers').select(columns).where('application_id', '=', applicationId).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(1)
}

/** The application's newest offer. */
export async function offerOf(tx: Tx, applicationId: string): Promise<OfferRow | null> {
  const r = await newestOf(tx, applicationId).executeTakeFirst()
  return r ? row(r) : null
}

/** The newest one the candidate was shown. */
export async function shownOfferOf(tx: Tx, applicationId: string): Promise<OfferRow | null> {
  const r = await newestOf(tx, applicationId).where('state', '<>', 'draft').executeTakeFirst()
  return r ? row(r) : null
}

export async function offerById(tx: Tx, id: string): Promise<OfferRow | null> {
  const r = await tx.sql.selectFrom('offers').select(columns).where('id', '=', id).executeTakeFirst()
  return r ? row(r) : null
}

/** Held until the transaction ends. Whoever also needs the application's lock takes that one first. */
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
  rescind_reason?: string
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
