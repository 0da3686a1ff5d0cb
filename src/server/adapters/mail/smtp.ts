import { createTransport } from 'nodemailer'
import { messageOf } from './message.ts'
import type { MailSender } from './port.ts'

/** Sends through an SMTP server, `smtp://user:password@host:587`. */
export function smtpSender(url: string): MailSender {
  const transport = createTransport(url, { disableFileAccess: true, disableUrlAccess: true })
  return {
    send: async (mail) => {
      await transport.sendMail(messageOf(mail))
    },
    close: () => transport.close(),
  }
}
