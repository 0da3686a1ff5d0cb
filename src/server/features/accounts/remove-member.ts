import { requireMember } from '#server/platform/auth/require.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { lastOwner } from './errors.ts'
import { countOwners, lockMember, removeMemberRow } from './store.ts'

/** Removes a member. Their sessions and tokens end in the same transaction. @throws Refusal `last_owner` */
export async function removeMember(tx: Tx, id: string): Promise<{ ok: true }> {
  const { orgId } = requireMember(tx)
  const m = await lockMember(tx, orgId, id)
  if (!m) throw notFound('This member')
  if (m.role === 'owner' && (await countOwners(tx, orgId)) === 1) throw lastOwner()
  await removeMemberRow(tx, m)
  await record(tx, 'member.removed', { orgId }, { member_id: id })
  return { ok: true }
}
