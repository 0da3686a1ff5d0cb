import type { Member, Role } from '#contract/accounts.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { lastOwner } from './errors.ts'
import { presentMember } from './member.ts'
import { countOwners, lockMember, setRole } from './store.ts'

/** Changes what a member may do. @throws Refusal `last_owner` when nobody would be left to own the organization */
export async function changeMember(tx: Tx, id: string, role: Role): Promise<Member> {
  const { orgId } = requireMember(tx)
  const m = await lockMember(tx, orgId, id)
  if (!m) throw notFound('This member')
  if (m.role === 'owner' && role !== 'owner' && (await countOwners(tx, orgId)) === 1) throw lastOwner()
  await setRole(tx, id, role)
  await record(tx, 'member.changed', { orgId }, { member_id: id, role })
  return presentMember({ ...m, role })
}
