import { z } from 'zod'
import { id, instant, page, pageQuery } from './common.ts'
import { feedEvent } from './applications.ts'
import { op } from './operation.ts'

export const mail = z.strictObject({ id: id('mal'), to: z.string(), subject: z.string(), text: z.string(), state: z.enum(['queued', 'sent', 'failed']), created_at: instant, sent_at: instant.nullable() })
export type Mail = z.infer<typeof mail>

export const activityOps = {
  listActivity: op('GET', '/events', { audience: 'team', summary: 'Everything that happened in the organization, newest first.', query: pageQuery, answer: page(feedEvent) }),
  verifyActivity: op('GET', '/events/verification', {
    audience: 'team',
    summary: 'Check the hash chain of the organization’s events.',
    answer: z.strictObject({ ok: z.boolean(), events: z.number().int(), first_broken_seq: z.number().int().nullable(), head: z.string() }),
  }),
}

export const messageOps = {
  listMail: op('GET', '/mailbox', { audience: 'team', summary: 'Mail kept on this server because no SMTP server is set (or sent through it).', query: pageQuery, answer: page(mail) }),
}

export const systemOps = {
  getServerTime: op('GET', '/time', { audience: 'public', summary: 'The database’s clock: the only one that decides.', answer: z.strictObject({ now: instant }) }),
}
