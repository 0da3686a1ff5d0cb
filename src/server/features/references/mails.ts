import { membersById } from '#server/features/accounts/index.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import { invite, spokenTime } from '#server/features/scheduling/index.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import { referenceById } from './store.ts'

export const referenceMails = {
  'reference.booked': async (tx, event, ctx) => {
    const r = await referenceById(tx, event.data.reference_id)
    const [caller] = r?.caller_id ? await membersById(tx, [r.caller_id]) : []
    if (!r?.starts_at || !r.ends_at || !caller) return []
    const a = await loadApplicationById(tx, r.application_id)
    const [startsAt, endsAt] = [r.starts_at, r.ends_at]
    const make = (to: { name: string; email: string }, other: string, zone: string): MailDraft => ({
      to: { name: to.name, address: to.email },
      fromName: a.organization.name,
      subject: `Call about ${a.candidate.name}, ${spokenTime(startsAt, zone)}`,
      paragraphs: [`Hello ${to.name},`, `your call with ${other} about ${a.candidate.name} is booked for ${spokenTime(startsAt, zone)}.`, ...(r.phone ? [`Phone: ${r.phone}`] : [])],
      calendar: {
        method: 'REQUEST',
        ics: invite({ uid: `${r.id}@${new URL(ctx.config.publicUrl).hostname}`, sequence: event.data.sequence, method: 'REQUEST', startsAt, endsAt, summary: `Reference call (${a.organization.name})`, description: `With ${other}.`, organizer: { name: a.organization.name, email: ctx.config.mailFrom }, attendee: to, url: ctx.config.publicUrl, now: tx.now }),
      },
      // About a third person's words: not for the candidate's list of mails.
      secret: true,
    })
    return [make({ name: r.name, email: r.email }, caller.name, r.time_zone ?? 'UTC'), make({ name: caller.name, email: caller.email }, r.name, 'UTC')]
  },
} satisfies Feature['mails']
