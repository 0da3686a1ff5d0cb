import type { Tx } from '#server/platform/tx.ts'
import type { CandidateText } from './candidate-text.ts'
import type { Feedback, Material } from './feedback.ts'
import { type Fingerprints, packed, unpacked } from './fingerprint.ts'

/** @returns false when it was there before */
export async function insertFeedback(tx: Tx, a: { id: string; orgId: string }): Promise<boolean> {
  const done = await tx.sql.insertInto('feedback').values({ application_id: a.id, org_id: a.orgId, text: '' }).onConflict((c) => c.column('application_id').doNothing()).executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

export async function findFeedback(tx: Tx, applicationId: string): Promise<Feedback | null> {
  const row = await tx.sql.selectFrom('feedback').selectAll().where('application_id', '=', applicationId).executeTakeFirst()
  if (!row) return null
  return {
    applicationId: row.application_id,
    text: row.text,
    version: row.version,
    savedAt: row.saved_at,
    savedBy: row.saved_by,
    plan: planOf(row),
    sentAt: row.sent_at,
    sentBy: row.sent_by,
    withRejection: row.with_rejection,
  }
}

function planOf(r: { planned_for: Date | null; planned_by: string | null; plan_zone: string | null; plan_zone_from: string | null }): Feedback['plan'] {
  if (!r.planned_for || !r.planned_by || !r.plan_zone) return null
  return { at: r.planned_for, by: r.planned_by, zone: r.plan_zone, zoneFrom: r.plan_zone_from === 'candidate' ? 'candidate' : 'team' }
}

/** Writes everything but which application it is about. */
export async function updateFeedback(tx: Tx, f: Feedback): Promise<void> {
  const plan = { planned_for: f.plan?.at ?? null, planned_by: f.plan?.by ?? null, plan_zone: f.plan?.zone ?? null, plan_zone_from: f.plan?.zoneFrom ?? null }
  await tx.sql
    .updateTable('feedback')
    .set({ text: f.text, version: f.version, saved_at: f.savedAt, saved_by: f.savedBy, sent_at: f.sentAt, sent_by: f.sentBy, with_rejection: f.withRejection, ...plan })
    .where('application_id', '=', f.applicationId)
    .execute()
}

export async function insertMaterial(tx: Tx, applicationId: string, items: readonly Material[]): Promise<void> {
  if (items.length === 0) return
  await tx.sql.insertInto('feedback_material').values(items.map((m, position) => ({ application_id: applicationId, position, ...m }))).execute()
}

export async function listMaterial(tx: Tx, applicationId: string): Promise<Material[]> {
  const rows = await tx.sql.selectFrom('feedback_material').selectAll().where('application_id', '=', applicationId).orderBy('position').execute()
  // Written by insertMaterial alone, from what was for the candidate; the columns' checks allow these words only.
  return rows.map((r) => ({ kind: r.kind as Material['kind'], criterion: r.criterion, side: r.side as Material['side'], path: r.path, line: r.line, body: r.body as CandidateText }))
}

export interface KeptPrints {
  prints: Fingerprints
  names: string[]
}

export async function findPrints(tx: Tx, applicationId: string): Promise<KeptPrints> {
  const row = await tx.sql.selectFrom('feedback_fingerprints').selectAll().where('application_id', '=', applicationId).executeTakeFirst()
  return { prints: row ? unpacked(row.shingles) : new Set(), names: row?.names ?? [] }
}

export async function putPrints(tx: Tx, applicationId: string, kept: KeptPrints): Promise<void> {
  const facts = { shingles: packed(kept.prints), names: kept.names }
  await tx.sql.insertInto('feedback_fingerprints').values({ application_id: applicationId, ...facts }).onConflict((c) => c.column('application_id').doUpdateSet(facts)).execute()
}
