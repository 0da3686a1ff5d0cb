import type { Tx } from '#server/platform/tx.ts'

/** @returns false when it was said before */
export async function insertConflict(tx: Tx, c: { orgId: string; candidateId: string; memberId: string; words: string }): Promise<boolean> {
  const done = await tx.sql
    .insertInto('review_conflicts')
    .values({ org_id: c.orgId, candidate_id: c.candidateId, member_id: c.memberId, words: c.words, declared_at: tx.now })
    .onConflict((o) => o.columns(['candidate_id', 'member_id']).doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

/** Who said that they should not judge this candidate. */
export async function listConflicted(tx: Tx, candidateId: string): Promise<string[]> {
  const rows = await tx.sql.selectFrom('review_conflicts').select('member_id').where('candidate_id', '=', candidateId).execute()
  return rows.map((r) => r.member_id)
}
