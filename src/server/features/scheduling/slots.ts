import type { OpenSlot, Slot } from '#contract/interviews.ts'
import { membersById } from '#server/features/accounts/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { slotBooked, slotInThePast, slotTaken } from './errors.ts'
import { type SlotRow, claimSlot, deleteFreeSlot, freeBooking, freeSlots, insertSlot, slotsOf } from './store.ts'

/** The coming times the member who asks offers. */
export async function listSlots(tx: Tx): Promise<{ items: Slot[] }> {
  const me = requireMember(tx)
  const rows = await slotsOf(tx, me.memberId)
  return {
    items: rows.map((r) => ({ id: r.id, member_id: r.member_id, member_name: me.name, starts_at: r.starts_at.toISOString(), ends_at: r.ends_at.toISOString(), booked_for: r.booked_label })),
  }
}

/** Offers times. All of them or none. */
export async function publishSlots(tx: Tx, o: { starts: readonly string[]; minutes: number }): Promise<{ items: Slot[] }> {
  const me = requireMember(tx)
  const starts = o.starts.map((s) => new Date(s))
  if (starts.some((s) => s <= tx.now)) throw slotInThePast()
  for (const startsAt of starts) await insertSlot(tx, { orgId: me.orgId, memberId: me.memberId, startsAt, endsAt: new Date(startsAt.getTime() + o.minutes * 60_000) })
  const answer = await listSlots(tx)
  await record(tx, 'slots.published', { orgId: me.orgId }, { member_id: me.memberId, count: starts.length })
  return answer
}

/** Takes back a time nobody has booked. */
export async function withdrawSlot(tx: Tx, slotId: string): Promise<{ ok: true }> {
  const me = requireMember(tx)
  const outcome = await deleteFreeSlot(tx, slotId, me.memberId)
  if (outcome === 'unknown') throw notFound('This time')
  if (outcome === 'booked') throw slotBooked()
  await record(tx, 'slot.withdrawn', { orgId: me.orgId }, { slot_id: slotId })
  return { ok: true }
}

/** Free times of some members that a call of this length fits in. Candidates see a first name, never a calendar. */
export async function openSlots(tx: Tx, o: { memberIds: readonly string[]; minutes: number }): Promise<OpenSlot[]> {
  const rows = await freeSlots(tx, o.memberIds, o.minutes)
  const names = await namesOf(tx, rows)
  return rows.map((r) => ({ id: r.id, starts_at: r.starts_at.toISOString(), ends_at: r.ends_at.toISOString(), with: names.get(r.member_id) ?? 'A member of the team' }))
}

async function namesOf(tx: Tx, rows: readonly SlotRow[]): Promise<Map<string, string>> {
  const members = await membersById(tx, [...new Set(rows.map((r) => r.member_id))])
  return new Map(members.map((m) => [m.id, m.name]))
}

export interface Booked {
  memberId: string
  startsAt: Date
  endsAt: Date
}

/**
 * Books a slot of one of `memberIds`, letting go of the one this booking held before.
 * @throws Refusal 409 `slot_taken` when it is gone
 */
export async function bookSlot(tx: Tx, b: { slotId: string; kind: 'interview' | 'reference'; id: string; label: string; memberIds: readonly string[] }): Promise<Booked> {
  await freeBooking(tx, b.kind, b.id)
  const row = await claimSlot(tx, b)
  if (!row) throw slotTaken()
  return { memberId: row.member_id, startsAt: row.starts_at, endsAt: row.ends_at }
}

/** Lets go of whatever this booking holds. */
export async function releaseSlot(tx: Tx, kind: 'interview' | 'reference', id: string): Promise<void> {
  await freeBooking(tx, kind, id)
}
