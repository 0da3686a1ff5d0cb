import { portalOps } from '#contract/applications.ts'
import { messageOps, systemOps } from '#contract/records.ts'
import { type Feature, on } from '#server/platform/feature.ts'
import { listMail, portalMail } from './read-mail.ts'

export const messages: Feature = {
  name: 'messages',
  routes: [
    on(portalOps.listPortalMail, (tx, { params }) => portalMail(tx, params.id)),
    on(messageOps.listMail, (tx, { query }, ctx) => listMail(tx, query, ctx.config)),
    on(systemOps.getServerTime, (tx) => Promise.resolve({ now: tx.now.toISOString() })),
  ],
}
