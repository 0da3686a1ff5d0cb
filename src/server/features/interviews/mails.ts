import { getOrganization, membersById } from '#server/features/accounts/index.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import { invite, spokenTime } from '#server/features/scheduling/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { interviewById } from './store.ts'

/** The invitation, or its cancellation, for both sides: each gets a calendar file addressed to them alone. */
export async function invitations(tx: Tx, ctx: Context, interviewId: string, o: { method: 'REQUEST' | 'CANCEL'; sequence: number }): Promise<MailDraft[]> {
  const i = await interviewById(tx, interviewId)
  if (!i?.starts_at || !i.ends_at || !i.interviewer_id) return []
  const a = await loadApplicationById(tx, i.application_id)
  const [interviewer] = await membersById(tx, [i.interviewer_id])
  if (!interviewer) return []
  const organization = await getOrganization(tx, a.orgId)
  const [startsAt, endsAt] = [i.starts_at, i.ends_at]
  const canceled = o.method === 'CANCEL'
  const make = (to: { name: string; email: string }, other: string, zone: string, url: string): MailDraft => ({
    to: { name: to.name, address: to.email },
    fromName: organization.name,
    applicationId: a.id,
    subject: `${canceled ? 'Canceled: ' : ''}Interview for ${a.job.title}, ${spokenTime(startsAt, zone)}`,
    paragraphs: [
      `Hello ${to.name},`,
      canceled ? `the interview for ${a.job.title} with ${other} is canceled.` : `the interview for ${a.job.title} with ${other} is booked for ${spokenTime(startsAt, zone)}.`,
      ...(canceled || !i.location ? [] : [`Where: ${i.location}`]),
    ],
    action: { label: canceled ? 'Choose another time' : 'See the agenda, move or cancel', url },
    calendar: {
      method: o.method,
      ics: invite({ uid: `${i.id}@${new URL(ctx.config.publicUrl).hostname}`, sequence: o.sequence, method: o.method, startsAt, endsAt, summary: `Interview: ${a.job.title} (${organization.name})`, description: `With ${other}. ${url}`, organizer: { name: organization.name, email: ctx.config.mailFrom }, attendee: to, url, now: tx.now }),
    },
  })
  return [
    make({ name: a.candidate.name, email: a.candidate.email }, interviewer.name, i.candidate_time_zone ?? 'UTC', `${ctx.config.publicUrl}/portal/applications/${a.id}/interviews/${i.stage_key}`),
    make({ name: interviewer.name, email: interviewer.email }, a.candidate.name, 'UTC', `${ctx.config.publicUrl}/app/applications/${a.id}`),
  ]
}

export const interviewMails = {
  'interview.booked': (tx, event, ctx) => invitations(tx, ctx, event.data.interview_id, { method: 'REQUEST', sequence: event.data.sequence }),
  'interview.canceled': (tx, event, ctx) => invitations(tx, ctx, event.data.interview_id, { method: 'CANCEL', sequence: event.data.sequence }),
} satisfies Feature['mails']
