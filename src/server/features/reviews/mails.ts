import { membersById } from '#server/features/accounts/index.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Feature } from '#server/platform/feature.ts'
import { feedbackOf } from './feedback-store.ts'
import { roundById } from './store.ts'

export const reviewMails = {
  // Nothing of the candidate's name: the review may be anonymous.
  'review.assigned': async (tx, event, ctx) => {
    const round = await roundById(tx, event.data.round_id)
    const [reviewer] = await membersById(tx, [event.data.member_id])
    if (!round || !reviewer) return []
    const a = await loadApplicationById(tx, round.application_id)
    return [
      {
        to: { name: reviewer.name, address: reviewer.email },
        fromName: a.organization.name,
        subject: `A submission for ${a.job.title} waits for your review`,
        paragraphs: [
          `Hello ${reviewer.name},`,
          `A submission for ${a.job.title} waits for you${round.due_at ? `, by ${round.due_at.toISOString().slice(0, 16).replace('T', ' ')} UTC` : ''}. Please score it alone: nobody sees another’s review before all are sealed.`,
        ],
        action: { label: 'Open my reviews', url: `${ctx.config.publicUrl}/app/reviews` },
      },
    ]
  },
  'feedback.sent': async (tx, event, ctx) => {
    const a = await loadApplicationById(tx, event.data.application_id)
    const row = await feedbackOf(tx, a.id)
    return [
      {
        to: { name: a.candidate.name, address: a.candidate.email },
        fromName: a.organization.name,
        applicationId: a.id,
        subject: `Feedback on your work for ${a.job.title}`,
        paragraphs: [`Hello ${a.candidate.name},`, `Engineers at ${a.organization.name} read your work and wrote to you:`, `> ${row?.text ?? ''}`],
        action: { label: 'Open your portal', url: `${ctx.config.publicUrl}/portal/applications/${a.id}` },
      },
    ]
  },
} satisfies Feature['mails']
