import type { Tx } from '#server/platform/tx.ts'

/** Gives a member a part in one application. `judging`: they have a review to seal, and are told no name until then. */
export async function letIn(tx: Tx, a: { orgId: string; applicationId: string; memberId: string; judging: boolean }) {
  const row = { org_id: a.orgId, application_id: a.applicationId, member_id: a.memberId, judging: a.judging }
  await tx.sql.insertInto('application_members').values(row).onConflict((c) => c.columns(['application_id', 'member_id']).doUpdateSet({ judging: a.judging })).execute()
}

export async function letOut(tx: Tx, applicationId: string, memberId: string) {
  await tx.sql.deleteFrom('application_members').where('application_id', '=', applicationId).where('member_id', '=', memberId).execute()
}

export async function endJudging(tx: Tx, applicationId: string, memberId: string) {
  await tx.sql.updateTable('application_members').set({ judging: false }).where('application_id', '=', applicationId).where('member_id', '=', memberId).execute()
}

/** From the reveal on names are nobody's secret. */
export async function showNames(tx: Tx, applicationId: string) {
  await tx.sql.updateTable('applications').set({ hides_names: false }).where('id', '=', applicationId).execute()
}
