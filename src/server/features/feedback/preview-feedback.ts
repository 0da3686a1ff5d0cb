import { finished } from '#contract/feedback-text.ts'
import { loadApplicationForMember } from '#server/features/applications/index.ts'
import { nextMorning } from '#server/lib/zones.ts'
import type { Context } from '#server/platform/context.ts'
import { letterDocument } from '#server/platform/http/html/letter.tsx'
import { renderMail } from '#server/platform/mail/render.ts'
import type { Tx } from '#server/platform/tx.ts'
import { roundNotRevealed } from './errors.ts'
import { flagsFor } from './guard.ts'
import { letter } from './mails.ts'
import { findFeedback } from './store.ts'

export interface Typed {
  text: string
  working_day: boolean
  time_zone?: string | undefined
}

/** A text as the candidate would see it, by the very renderers of their page and of the mail. */
export async function previewFeedback(tx: Tx, applicationId: string, typed: Typed, ctx: Context) {
  const a = await loadApplicationForMember(tx, applicationId)
  if (!(await findFeedback(tx, applicationId))) throw roundNotRevealed()
  const text = finished(typed.text)
  const mail = letter(a, text, ctx)
  const zone = a.timeZone ?? typed.time_zone
  const morning = zone ? nextMorning(tx.now, zone, { workingDay: typed.working_day }).toISOString() : null
  return { html: letterDocument({ text, label: 'The feedback' }), mail: { subject: mail.subject, text: renderMail(mail).text }, flags: await flagsFor(tx, a, text), morning }
}
