import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  to: string
  from: string
  subject: string
  text: string
  html: string
  messageId: string
  ics: string | null
}

export interface MailSink {
  url: string
  all: ReceivedMail[]
  /** Mails to one address, oldest first. */
  to(address: string): ReceivedMail[]
  /** The newest mail to an address whose subject matches. @throws with what did arrive */
  find(address: string, subject: RegExp): ReceivedMail
  close(): Promise<void>
}

/** A real SMTP server on loopback that keeps what it is sent. */
export async function startMailSink(): Promise<MailSink> {
  const all: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      simpleParser(stream).then(
        (mail) => {
          for (const rcpt of session.envelope.rcptTo) all.push(received(mail, rcpt.address))
          done()
        },
        (error: Error) => done(error),
      )
    },
  })
  server.on('error', () => {})
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => resolve((listening.address() as { port: number }).port))
  })
  const to = (address: string) => all.filter((m) => m.to === address)
  return {
    url: `smtp://127.0.0.1:${port}`,
    all,
    to,
    find: (address, subject) => {
      const mail = to(address).findLast((m) => subject.test(m.subject))
      if (!mail) throw new Error(`No mail to ${address} matches ${subject}. There are: ${all.map((m) => `${m.to}: ${m.subject}`).join(' | ') || 'none'}`)
      return mail
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function received(mail: ParsedMail, to: string): ReceivedMail {
  const calendar = mail.attachments.find((a) => a.contentType.startsWith('text/calendar') || a.contentType.startsWith('application/ics'))
  return {
    to,
    from: mail.from?.text ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    messageId: mail.messageId ?? '',
    ics: calendar ? calendar.content.toString('utf8') : null,
  }
}
