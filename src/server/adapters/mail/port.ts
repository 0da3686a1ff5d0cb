/** A mail as it leaves. Addresses are plain `local@domain`; nothing a user wrote is parsed as a header. */
export interface OutgoingMail {
  messageId: string
  from: { name: string; address: string }
  to: { name: string; address: string }
  subject: string
  text: string
  html: string
  ics: { method: 'REQUEST' | 'CANCEL' | 'PUBLISH'; content: string } | null
}

export interface MailSender {
  /** @throws when the mail was not taken; sending again with the same Message-ID is harmless */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}
