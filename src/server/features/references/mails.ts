import { membersById } from '#server/features/accounts/index.ts'
import { type LoadedApplication, loadApplicationById } from '#server/features/applications/index.ts'
import { invite, spokenTime } from '#server/features/scheduling/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type ReferenceRow, referenceById } from './store.ts'

type Method = 'REQUEST' | 'CANCEL'
interface Call {
  r: ReferenceRow
  a: LoadedApplication
  startsAt: Date
  endsAt: Date
  caller: { name: string; email: string }
}

/** A call as both sides know it; null when none was ever booked. */
async function load(tx: Tx, referenceId: string): Promise<Call | null> {
  const r = await referenceById(tx, referenceId)
  const [caller] = r?.caller_id ? await membersById(tx, [r.caller_id]) : []
  if (!r?.starts_at || !r.ends_at || !caller) return null
  return { r, a: await loadApplicationById(tx, r.application_id), startsAt: r.starts_at, endsAt: r.ends_at, caller }
}

/** The invitation, or its cancellation: one for the referee, one for the caller. */
async function invitations(tx: Tx, ctx: Context, referenceId: string, o: { method: Method; sequence: number }): Promise<MailDraft[]> {
  const call = await load(tx, referenceId)
  if (!call) return []
  const { r, caller } = call
  const make = (to: { name: string; email: string }, other: string, zone: string) => callMail(call, { ...o, to, other, zone, now: tx.now }, ctx)
  return [make({ name: r.name, email: r.email }, caller.name, r.time_zone ?? 'UTC'), make(caller, r.name, 'UTC')]
}

interface Side {
  to: { name: string; email: string }
  other: string
  zone: string
  method: Method
  sequence: number
  now: Date
}

function callMail({ r, a, startsAt, endsAt }: Call, s: Side, ctx: Context): MailDraft {
  const canceled = s.method === 'CANCEL'
  const when = spokenTime(startsAt, s.zone)
  const said = canceled ? `your call with ${s.other} about ${a.candidate.name} on ${when} is canceled: it is not needed any more. Thank you for your readiness.` : `your call with ${s.other} about ${a.candidate.name} is booked for ${when}.`
  return {
    to: { name: s.to.name, address: s.to.email },
    fromName: a.organization.name,
    subject: `${canceled ? 'Canceled: ' : ''}Call about ${a.candidate.name}, ${when}`,
    paragraphs: [`Hello ${s.to.name},`, said, ...(r.phone && !canceled ? [`Phone: ${r.phone}`] : [])],
    calendar: {
      method: s.method,
      ics: invite({ uid: `${r.id}@${new URL(ctx.config.publicUrl).hostname}`, sequence: s.sequence, method: s.method, startsAt, endsAt, summary: `Reference call (${a.organization.name})`, description: `With ${s.other}.`, organizer: { name: a.organization.name, email: ctx.config.mailFrom }, attendee: s.to, url: ctx.config.publicUrl, now: s.now }),
    },
    // About a third person's words: not for the candidate's list of mails.
    secret: true,
  }
}

/** For a referee who was asked and has not booked: nothing to do any more. */
async function notNeeded(tx: Tx, referenceId: string): Promise<MailDraft[]> {
  const r = await referenceById(tx, referenceId)
  if (!r) return []
  const a = await loadApplicationById(tx, r.application_id)
  const paragraphs = [`Hello ${r.name},`, `${a.candidate.name} named you as a referee, and we asked you for a call. It is not needed any more, so there is nothing for you to do. Thank you for your readiness.`]
  return [{ to: { name: r.name, address: r.email }, fromName: a.organization.name, subject: `No call needed about ${a.candidate.name}`, paragraphs, secret: true }]
}

export const referenceMails = {
  'reference.booked': (tx, event, ctx) => invitations(tx, ctx, event.data.reference_id, { method: 'REQUEST', sequence: event.data.sequence }),
  'reference.released': (tx, event, ctx) => (event.data.was_booked ? invitations(tx, ctx, event.data.reference_id, { method: 'CANCEL', sequence: event.data.sequence }) : notNeeded(tx, event.data.reference_id)),
} satisfies Feature['mails']
