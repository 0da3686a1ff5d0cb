import { sql } from 'kysely'
import { newId } from '#server/lib/ids.ts'
import type { Tx } from '#server/platform/tx.ts'
import { slotOverlaps } from './errors.ts'

export interface SlotRow {
  id: string
  member_id: string
  starts_at: Date
  ends_at: Date
  booked_kind: string | null
  booked_id: string | null
  booked_label: string | null
}

const columns = ['id', 'member_id', 'starts_at', 'ends_at', 'booked_kind', 'booked_id', 'booked_label'] as const

export async function slotsOf(tx: Tx, memberId: string): Promise<SlotRow[]> {
  return tx.sql.selectFrom('slots').select(columns).where('member_id', '=', memberId).where('ends_at', '>', tx.now).orderBy('starts_at').execute()
}

/** @throws Refusal `slot_overlaps` by the database's own constraint */
export async function insertSlot(tx: Tx, s: { orgId: string; memberId: string; startsAt: Date; endsAt: Date }) {
  const row = { id: newId('slt', tx.now), org_id: s.orgId, member_id: s.memberId, starts_at: s.startsAt, ends_at: s.endsAt, created_at: tx.now }
  try {
    await tx.sql.insertInto('slots').values(row).execute()
  } catch (error) {
    // exclusion_violation
    if ((error as { code?: string }).code === '23P01') throw slotOverlaps()
    throw error
  }
}

/** @returns whether a free slot of this member was there to delete */
export async function deleteFreeSlot(tx: Tx, id: string, memberId: string): Promise<'deleted' | 'booked' | 'unknown'> {
  const row = await tx.sql.selectFrom('slots').select(['booked_id']).where('id', '=', id).where('member_id', '=', memberId).forUpdate().executeTakeFirst()
  if (!row) return 'unknown'
  if (row.booked_id) return 'booked'
  await tx.sql.deleteFrom('slots').where('id', '=', id).execute()
  return 'deleted'
}

export async function freeSlots(tx: Tx, memberIds: readonly string[], minutes: number): Promise<SlotRow[]> {
  if (memberIds.length === 0) return []
  return tx.sql
    .selectFrom('slots')
    .select(columns)
    .where('member_id', 'in', memberIds)
    .where('booked_id', 'is', null)
    .where('starts_at', '>', tx.now)
    .where(sql<boolean>`ends_at - starts_at >= make_interval(mins => ${minutes})`)
    .orderBy('starts_at')
    .limit(200)
    .execute()
}

/** One statement decides: of many claimants one gets the row, the others get nothing. */
export async function claimSlot(tx: Tx, b: { slotId: string; kind: string; id: string; label: string; memberIds: readonly string[] }): Promise<SlotRow | null> {
  if (b.memberIds.length === 0) return null
  const row = await tx.sql
    .updateTable('slots')
    .set({ booked_kind: b.kind, booked_id: b.id, booked_label: b.label })
    .where('id', '=', b.slotId)
    .where('booked_id', 'is', null)
    .where('starts_at', '>', tx.now)
    .where('member_id', 'in', b.memberIds)
    .returning(columns)
    .executeTakeFirst()
  return row ?? null
}

export async function freeBooking(tx: Tx, kind: string, id: string) {
  await tx.sql.updateTable('slots').set({ booked_kind: null, booked_id: null, booked_label: null }).where('booked_kind', '=', kind).where('booked_id', '=', id).execute()
}
