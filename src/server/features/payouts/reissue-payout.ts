import { payoutCan } from '#contract/payout-states.ts'
import { newId } from '#server/lib/ids.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { payoutState } from './errors.ts'
import { holdForMember } from './find.ts'
import { planLater } from './plan-payout.ts'
import { insertSteps } from './step-store.ts'
import { insertPayouts } from './store.ts'

/**
 * Pays anew what did not arrive: a payout of its own with a key of its own, which two people have to approve. Only for one
 * that the rail has called over; while nobody knows, there is nothing to issue anew.
 * @returns the id of the new one
 * @throws Refusal `payout_state`
 */
export async function reissuePayout(tx: Tx, id: string, reason: string): Promise<string> {
  const old = await holdForMember(tx, id)
  if (!payoutCan.reissue(old)) throw payoutState('Only a payout that was refused, failed, returned or cancelled can be issued anew.')
  const next = newId('pay', tx.now)
  const [added] = await insertPayouts(tx, [{ ...old, id: next, approvalsNeeded: 2, replaces: old.id }])
  if (!added) throw payoutState('This payout has been issued anew already.')
  await insertSteps(tx, [{ payoutId: next, state: 'accrued', reason }])
  await planLater(tx, [added])
  await record(tx, 'payout.reissued', { orgId: old.orgId, applicationId: old.applicationId }, { application_id: old.applicationId, payout_id: next, replaces: old.id })
  return next
}
