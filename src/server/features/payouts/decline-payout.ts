import { payoutCan } from '#contract/payout-states.ts'
import { loadApplicationForCandidate } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { payoutNotFound, payoutState } from './errors.ts'
import { movePayout } from './move-payout.ts'
import { lockPayout } from './store.ts'

/**
 * The candidate does not want the money. Only they can say so, only before it is sent, and it stays said.
 * @throws Refusal `payout_state`
 */
export async function declinePayout(tx: Tx, applicationId: string, payoutId: string): Promise<void> {
  const application = await loadApplicationForCandidate(tx, applicationId)
  const p = await lockPayout(tx, payoutId)
  if (p?.applicationId !== application.id) throw payoutNotFound()
  if (!payoutCan.decline(p)) throw payoutState('Your pay is on its way already, so it can’t be declined here. Answer the team if you want to give it back.')
  await movePayout(tx, p, 'declined', { reason: 'The candidate declined it.' })
}
