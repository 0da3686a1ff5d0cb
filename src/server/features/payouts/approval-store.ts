import type { Tx } from '#server/platform/tx.ts'

/** @returns false when this member has approved it before */
export async function insertApproval(tx: Tx, payoutId: string, memberId: string, alone: boolean): Promise<boolean> {
  const done = await tx.sql.insertInto('payout_approvals').values({ payout_id: payoutId, member_id: memberId, at: tx.now, alone }).onConflict((c) => c.doNothing()).executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

export async function listApprovals(tx: Tx, payoutIds: readonly string[]): Promise<{ payoutId: string; memberId: string; at: Date; alone: boolean }[]> {
  if (payoutIds.length === 0) return []
  const rows = await tx.sql.selectFrom('payout_approvals').selectAll().where('payout_id', 'in', payoutIds).orderBy('at').execute()
  return rows.map((r) => ({ payoutId: r.payout_id, memberId: r.member_id, at: r.at, alone: r.alone }))
}
