import type { Mail } from '#contract/records.ts'
import { loadApplicationForCandidate } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Config } from '#server/platform/config.ts'
import type { Tx } from '#server/platform/tx.ts'
import { mailbox, mailsAbout, runsTheServer } from './store.ts'

/** What the candidate was mailed about one application of theirs, newest first. */
export async function portalMail(tx: Tx, applicationId: string) {
  const a = await loadApplicationForCandidate(tx, applicationId)
  const rows = await mailsAbout(tx, a.id, a.candidate.email)
  return { items: rows.map((m) => ({ sent_at: (m.sent_at ?? m.created_at).toISOString(), subject: m.subject, text: m.text })) }
}

/**
 * A page of the organization's mailbox, newest first. Sign-in mails are in it only where this page is the only way they
 * reach anybody, and then only for those who run the server: they open every organization on it.
 */
export async function listMail(tx: Tx, q: { cursor?: string | undefined; limit: number }, config: Pick<Config, 'smtpUrl'>): Promise<{ items: Mail[]; next_cursor: string | null }> {
  const { orgId } = requireMember(tx)
  const withSecrets = config.smtpUrl === null && (await runsTheServer(tx, orgId))
  const rows = await mailbox(tx, { orgId, withSecrets, before: q.cursor, limit: q.limit + 1 })
  const items = rows.slice(0, q.limit).map(present)
  return { items, next_cursor: rows.length > q.limit ? (items.at(-1)?.id ?? null) : null }
}

function present(m: Awaited<ReturnType<typeof mailbox>>[number]): Mail {
  // The table's check constraint lists exactly these states.
  return { id: m.id, to: m.to_address, subject: m.subject, text: m.text, state: m.state as Mail['state'], created_at: m.created_at.toISOString(), sent_at: m.sent_at?.toISOString() ?? null }
}
