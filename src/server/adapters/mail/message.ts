import type { SendMailOptions } from 'nodemailer'
import type { OutgoingMail } from './port.ts'

/** The message for nodemailer: addresses as objects with an explicit envelope, so that no text is parsed as one. */
export function messageOf(mail: OutgoingMail): SendMailOptions {
  return {
    messageId: mail.messageId,
    from: { name: displayName(mail.from.name), address: mail.from.address },
    to: { name: displayName(mail.to.name), address: mail.to.address },
    envelope: { from: mail.from.address, to: [mail.to.address] },
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(mail.ics ? { icalEvent: { method: mail.ics.method, filename: 'invite.ics', content: mail.ics.content } } : {}),
  }
}

// Control, bidi-override and line-separating characters: a name is one short line that reads as it is written.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu

function oneLine(text: string): string {
  return text.replaceAll(UNSAFE, ' ').trim().slice(0, 250)
}

function displayName(name: string): string {
  return oneLine(name).slice(0, 64)
}
