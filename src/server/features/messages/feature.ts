import { portalOps } from '#contract/applications.ts'
import { type Mail, messageOps, systemOps } from '#contract/records.ts'
import { loadApplicationForCandidate } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { type Feature, on } from '#server/platform/feature.ts'
import { mailbox, mailsAbout } from './store.ts'

export const messages: Feature = {
  name: 'messages',
  routes: [
    on(portalOps.listPortalMail, async (tx, { params }) => {
      const a = await loadApplicationForCandidate(tx, params.id)
      const rows = await mailsAbout(tx, a.id, a.candidate.email)
      return { items: rows.map((m) => ({ sent_at: (m.sent_at ?? m.created_at).toISOString(), subject: m.subject, text: m.text })) }
    }),
    on(messageOps.listMail, async (tx, { query }, ctx) => {
      // Without an SMTP server this page is the only way any link reaches anybody, secrets included.
      const rows = await mailbox(tx, { orgId: requireMember(tx).orgId, withSecrets: ctx.config.smtpUrl === null, before: query.cursor, limit: query.limit + 1 })
      const items = rows.slice(0, query.limit).map((m): Mail => ({ id: m.id, to: m.to_address, subject: m.subject, text: m.text, state: m.state as Mail['state'], created_at: m.created_at.toISOString(), sent_at: m.sent_at?.toISOString() ?? null }))
      return { items, next_cursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
    }),
    on(systemOps.getServerTime, (tx) => Promise.resolve({ now: tx.now.toISOString() })),
  ],
}
