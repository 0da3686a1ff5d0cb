import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createTransport } from 'nodemailer'
import { messageOf } from './message.ts'
import type { MailSender } from './port.ts'

/** Writes each mail as an `.eml` file: for an installation that has no SMTP server yet. */
export function fileSender(dir: string): MailSender {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  return {
    send: async (mail) => {
      const built = await transport.sendMail(messageOf(mail))
      await mkdir(dir, { recursive: true, mode: 0o700 })
      const file = path.join(dir, `${mail.messageId.replaceAll(/[^a-zA-Z0-9_-]/g, '_')}.eml`)
      await writeFile(`${file}.part`, built.message as Buffer, { mode: 0o600 })
      await rename(`${file}.part`, file)
    },
    close: () => transport.close(),
  }
}
