import { membersById } from '#server/features/accounts/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { listApprovals } from './approval-store.ts'
import type { Payout } from './payout.ts'

/** Whether as many people as it takes have let a payout go, an owner among them. */
export async function isApproved(tx: Tx, { id, approvalsNeeded }: Pick<Payout, 'id' | 'approvalsNeeded'>): Promise<boolean> {
  if (approvalsNeeded === 0) return true
  const approvals = await listApprovals(tx, [id])
  const people = await membersById(tx, approvals.map((a) => a.memberId))
  return approvals.length >= approvalsNeeded && people.some((m) => m.role === 'owner')
}
