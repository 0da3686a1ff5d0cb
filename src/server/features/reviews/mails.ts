import { membersById } from '#server/features/accounts/index.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Feature } from '#server/platform/feature.ts'
import { findFeedback } from './feedback-store.ts'
import { findRoundOfApplication } from './round-store.ts'
import { moment } from './words.ts'

export const reviewMails = {
  // Nothing of the candidate's name: the review may be anonymous.
  'review.assigned': async (tx, event, ctx) => {
    const [reviewer] = await membersById(tx, [event.data.member_id])
    const round = await findRoundOfApplication(tx, event.data.application_id)
    if (!reviewer || !round) return []
    const a = await loadApplicationById(tx, event.data.application_id)
    const by = round.dueAt ? `, by ${moment(round.dueAt)}` : ''
    return [
      {
        to: { name: reviewer.name, address: reviewer.email },
        fromName: a.organization.name,
        subject: `A submission for ${a.job.title} waits for your review`,
        paragraphs: [`Hello ${reviewer.name},`, `A submission for ${a.job.title} waits for you${by}. Please score it alone: nobody sees another’s review before all are sealed.`],
        action: { label: 'Open my reviews', url: `${ctx.config.publicUrl}/app/reviews` },
      },
    ]
  },
  'feedback.sent': async (tx, event, ctx) => {
    const a = await loadApplicationById(tx, event.data.application_id)
    const feedback = await findFeedback(tx, a.id)
    // A rejection's own mail carries the words it came with.
    if (!feedback || feedback.withRejection) return []
    return [
      {
        to: { name: a.candidate.name, address: a.candidate.email },
        fromName: a.organization.name,
        applicationId: a.id,
        subject: `Feedback on your work for ${a.job.title}`,
        paragraphs: [`Hello ${a.candidate.name},`, `People at ${a.organization.name} read your work and wrote to you:`, `> ${feedback.text}`],
        action: { label: 'Open your portal', url: `${ctx.config.publicUrl}/portal/applications/${a.id}` },
      },
    ]
  },
} satisfies Feature['mails']
