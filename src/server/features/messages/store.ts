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

/**
 * Mails of an organization, newest first; with secrets, those of the whole server's sign-ins as well. Those of one moment stand
 * in the order of what they were written for, as ids within it are left to chance. `before` is the id of one of them.
 */
export async function mailbox(tx: Tx, o: { orgId: string; withSecrets: boolean; before?: string | undefined; limit: number }) {
  let query = tx.sql.selectFrom('mails').select(['id', 'to_address', 'subject', 'text', 'state', 'created_at', 'sent_at'])
  query = o.withSecrets ? query.where((eb) => eb.or([eb('org_id', '=', o.orgId), eb('secret', '=', true)])) : query.where('org_id', '=', o.orgId).where('secret', '=', false)
  if (o.before) query = query.where((eb) => eb(eb.refTuple('created_at', 'key'), '<', eb.selectFrom('mails as m').select(['m.created_at', 'm.key']).where('m.id', '=', o.before ?? '').$asTuple('created_at', 'key')))
  return query.orderBy('created_at', 'desc').orderBy('key', 'desc').limit(o.limit).execute()
}
