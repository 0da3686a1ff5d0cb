import { keepPromise } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { forbidden, notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { dayToCome, payoutPaid } from './errors.ts'
import { isPossibleDay } from './payout.ts'
import { listPayoutsOfApplication, lockPayout, markPaid } from './store.ts'

/** Records that a payout was sent by hand. The promise is kept once nothing of the application is owed any more. */
export async function recordPayment(tx: Tx, id: string, o: { reference: string; paid_on: string }): Promise<void> {
  const member = requireMember(tx)
  if (member.role !== 'owner') throw forbidden('Only owners record payments.')
  const payout = await lockPayout(tx, member.orgId, id)
  if (!payout) throw notFound('This payout')
  if (payout.state === 'paid') throw payoutPaid()
  if (!isPossibleDay(o.paid_on, tx.now)) throw dayToCome()
  await markPaid(tx, id, { on: o.paid_on, reference: o.reference, by: member.memberId })
  const { orgId, applicationId } = payout
  const all = await listPayoutsOfApplication(tx, applicationId)
  if (all.every((p) => p.state === 'paid')) await keepPromise(tx, { orgId, applicationId, kind: 'payment' })
  await record(tx, 'payout.paid', { orgId, applicationId }, { application_id: applicationId, payout_id: id })
}
