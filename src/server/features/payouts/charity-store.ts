import type { Tx } from '#server/platform/tx.ts'

/** Who may be given to in a candidate's place. */
export interface Charity {
  name: string
  url: string
}

export async function listCharities(tx: Tx, orgId: string): Promise<Charity[]> {
  return tx.sql.selectFrom('payout_charities').select(['name', 'url']).where('org_id', '=', orgId).orderBy('position').execute()
}

/** All at once; those that are not among them are gone from the list, and stay with whoever has chosen them. */
export async function replaceCharities(tx: Tx, orgId: string, charities: readonly Charity[]): Promise<void> {
  await tx.sql.deleteFrom('payout_charities').where('org_id', '=', orgId).execute()
  if (charities.length > 0) await tx.sql.insertInto('payout_charities').values(charities.map((c, position) => ({ org_id: orgId, position, ...c }))).execute()
}
