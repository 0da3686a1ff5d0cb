import type { Tx } from '#server/platform/tx.ts'
import type { Payout } from './payout.ts'

/** @returns false when this member has asked for it before, since it has been held */
export async function insertRelease(tx: Tx, p: Pick<Payout, 'id' | 'stateAt'>, memberId: string): Promise<boolean> {
  const done = await tx.sql.insertInto('payout_releases').values({ payout_id: p.id, held_at: p.stateAt, member_id: memberId, at: tx.now }).onConflict((c) => c.doNothing()).executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

/** Who wants these payouts to go on earlier, since they have been held. */
export async function listReleases(tx: Tx, payoutIds: readonly string[]): Promise<{ payoutId: string; memberId: string }[]> {
  if (payoutIds.length === 0) return []
  const rows = await tx.sql
    .selectFrom('payout_releases as r')
    .innerJoin('payouts as p', (j) => j.onRef('p.id', '=', 'r.payout_id').onRef('p.state_at', '=', 'r.held_at'))
    .select(['r.payout_id', 'r.member_id'])
    .where('r.payout_id', 'in', payoutIds)
    .orderBy('r.at')
    .execute()
  return rows.map((r) => ({ payoutId: r.payout_id, memberId: r.member_id }))
}
