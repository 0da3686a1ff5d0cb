import type { Tx } from '#server/platform/tx.ts'

/** Mails about one application that its candidate was sent. Sign-in mails are not among them. */
export async function mailsAbout(tx: Tx, applicationId: string, address: string) {
  // What was written in the same moment stands in the order of what it was written for, not of who was quicker to write it.
  return tx.sql.selectFrom('mails').select(['subject', 'text', 'created_at', 'sent_at']).where('application_id', '=', applicationId).where('to_address', '=', address).where('secret', '=', false).orderBy('created_at', 'desc').orderBy('key', 'desc').limit(200).execute()
}

/** Whether this organization was the first one here: its owners run the server. */
export async function runsTheServer(tx: Tx, orgId: string): Promise<boolean> {
  const first = await tx.sql.selectFrom('organizations').select('id').orderBy('created_at').orderBy('id').limit(1).executeTakeFirst()
  return first?.id === orgId
}

/** Mails of an organization; with secrets, those of the whole server's sign-ins as well. */
export async function mailbox(tx: Tx, o: { orgId: string; withSecrets: boolean; before?: string | undefined; limit: number }) {
  let query = tx.sql.selectFrom('mails').select(['id', 'to_address', 'subject', 'text', 'state', 'created_at', 'sent_at'])
  query = o.withSecrets ? query.where((eb) => eb.or([eb('org_id', '=', o.orgId), eb('secret', '=', true)])) : query.where('org_id', '=', o.orgId).where('secret', '=', false)
  if (o.before) query = query.where('id', '<', o.before)
  return query.orderBy('id', 'desc').limit(o.limit).execute()
}
