import type { MailSender } from '#server/adapters/mail/port.ts'
import type { TaskHandler } from '../feature.ts'
import { loadMail, markMail } from './store.ts'

/** Handles `mail.send`: hands one queued mail over, with a Message-ID made from its row. */
export function mailSendTask(sender: MailSender): TaskHandler {
  return async (ctx, payload) => {
    const id = String(payload['mail_id'])
    const mail = await ctx.transaction((tx) => loadMail(tx, id))
    if (!mail || mail.state === 'sent') return
    await sender.send({
      messageId: `<${mail.id}@${new URL(ctx.config.publicUrl).hostname}>`,
      from: { name: mail.from_name ? `${mail.from_name} via Handiwork` : 'Handiwork', address: ctx.config.mailFrom },
      to: { name: mail.to_name, address: mail.to_address },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      ics: mail.ics && mail.ics_method ? { method: mail.ics_method as 'REQUEST' | 'CANCEL' | 'PUBLISH', content: mail.ics } : null,
    })
    await ctx.transaction((tx) => markMail(tx, id, 'sent'))
  }
}
