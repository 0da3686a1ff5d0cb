import { payoutCan } from '#contract/payout-states.ts'
import { handsOn } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { isAlone } from './alone.ts'
import { insertApproval } from './approval-store.ts'
import { isApproved } from './approved.ts'
import { alreadyApproved, payoutState } from './errors.ts'
import { holdForMember } from './find.ts'
import { queuePayout } from './queue-payout.ts'

/**
 * One person lets a payout go. When as many have as are needed, an owner among them, it is queued in the same transaction.
 * @throws Refusal `payout_state`, `payout_approved`
 */
export async function approvePayout(tx: Tx, id: string): Promise<void> {
  const p = await holdForMember(tx, id)
  if (!payoutCan.approve(p)) throw payoutState('Only a payout that waits for approval can be approved.')
  const { memberId } = requireMember(tx)
  const alone = isAlone(memberId, await handsOn(tx, [p.applicationId]))
  if (!(await insertApproval(tx, id, memberId, alone))) throw alreadyApproved()
  await record(tx, 'payout.approved', { orgId: p.orgId, applicationId: p.applicationId }, { application_id: p.applicationId, payout_id: id, member_id: memberId, alone })
  if (await isApproved(tx, p)) await queuePayout(tx, p)
}
