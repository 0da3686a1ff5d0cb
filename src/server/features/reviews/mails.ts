import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { findFeedback } from './feedback-store.ts'
import { roundMails } from './round-mails.ts'

export const reviewMails: NonNullable<Feature['mails']> = {
  ...roundMails,
  'feedback.sent': (tx, e, ctx) => feedbackMail(tx, e.data.application_id, ctx),
}

/** The text itself, unless it came as the message of a rejection: that mail has carried it. */
async function feedbackMail(tx: Tx, applicationId: string, ctx: Context): Promise<MailDraft[]> {
  const feedback = await findFeedback(tx, applicationId)
  if (!feedback?.sentAt || feedback.withRejection) return []
  const a = await loadApplicationById(tx, applicationId)
  return [
    {
      to: { name: a.candidate.name, address: a.candidate.email },
      fromName: a.organization.name,
      applicationId: a.id,
      subject: `Feedback on your work for ${a.job.title}`,
      paragraphs: [`Hello ${a.candidate.name},`, `The people who reviewed your work at ${a.organization.name} wrote to you:`, ...feedback.text.split(/\n+/).map((line) => `> ${line}`), 'It stays on your page, together with what happens next.'],
      action: { label: 'Open your portal', url: `${ctx.config.publicUrl}/portal/applications/${a.id}` },
    },
  ]
}
