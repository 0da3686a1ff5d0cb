import { type MemberRow, listMembersOf } from '#server/features/accounts/index.ts'
import { type LoadedApplication, listHiringTeamOf, loadApplicationById, promiseOf } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { ReminderStep } from './remind.ts'
import { findFeedback } from './store.ts'
import { momentIn } from '#server/lib/zones.ts'

export const feedbackMails: NonNullable<Feature['mails']> = {
  'feedback.sent': async (tx, e, ctx) => {
    const f = await findFeedback(tx, e.data.application_id)
    // The message of a rejection was in the rejection's own mail.
    return f?.sentAt && !f.withRejection ? [letter(await loadApplicationById(tx, f.applicationId), f.text, ctx)] : []
  },
  'feedback.reminded': async (tx, e, ctx) => {
    const due = (await promiseOf(tx, e.data.application_id, 'feedback'))?.due_at
    if (!due || (await findFeedback(tx, e.data.application_id))?.sentAt) return []
    return toSenders(tx, e.data.application_id, ctx, (a) => reminder(a, e.data.step, momentIn(new Date(due), 'UTC')))
  },
  'feedback.stopped': (tx, e, ctx) => toSenders(tx, e.data.application_id, ctx, stopped),
}

/** The letter to the candidate: the whole text, set as on their page. */
export function letter(a: LoadedApplication, text: string, ctx: Pick<Context, 'config'>): MailDraft {
  return {
    to: { name: a.candidate.name, address: a.candidate.email },
    fromName: a.organization.name,
    applicationId: a.id,
    subject: `Feedback on your work for ${a.job.title}`,
    paragraphs: [`Hello ${a.candidate.name},`, `The team at ${a.organization.name} who reviewed your work wrote to you:`, { markdown: text }, 'It stays on your page, together with what happens next.'],
    action: { label: 'Open your page', url: `${ctx.config.publicUrl}/portal/applications/${a.id}/feedback` },
  }
}

type Words = Pick<MailDraft, 'subject'> & { said: string[] }

/** To those who can send it: the hiring manager where they may, otherwise everybody who may. Never filed where the candidate reads. */
async function toSenders(tx: Tx, applicationId: string, ctx: Context, write: (a: LoadedApplication) => Words): Promise<MailDraft[]> {
  const a = await loadApplicationById(tx, applicationId)
  const { subject, said } = write(a)
  const action = { label: 'Write the feedback', url: `${ctx.config.publicUrl}/app/applications/${a.id}` }
  return (await sendersOf(tx, a)).map((m) => ({ to: { name: m.name, address: m.email }, fromName: a.organization.name, subject, paragraphs: [`Hello ${m.name},`, ...said], action }))
}

async function sendersOf(tx: Tx, a: LoadedApplication): Promise<MemberRow[]> {
  const able = (await listMembersOf(tx, a.orgId)).filter((m) => m.role === 'owner' || m.role === 'recruiter')
  const { hiringManager } = await listHiringTeamOf(tx, a)
  const responsible = able.filter((m) => m.id === hiringManager)
  return responsible.length > 0 ? responsible : able
}

const REMINDERS: Record<ReminderStep, (a: LoadedApplication, due: string) => Words> = {
  soon: (a, due) => ({ subject: `Feedback for ${a.candidate.name} is due soon (${a.job.title})`, said: [`${a.candidate.name} was promised written feedback by ${due}. It has not been sent yet.`] }),
  due: (a, due) => ({ subject: `Feedback for ${a.candidate.name} is due now (${a.job.title})`, said: [`${a.candidate.name} was promised written feedback by ${due}, which is now. It has not been sent yet.`] }),
  late: (a, due) => ({ subject: `Feedback for ${a.candidate.name} is late (${a.job.title})`, said: [`${a.candidate.name} was promised written feedback by ${due}. That promise is broken, and they can see it. Send the feedback as soon as you can.`] }),
}

const reminder = (a: LoadedApplication, step: ReminderStep, due: string): Words => REMINDERS[step](a, due)

function stopped(a: LoadedApplication): Words {
  return {
    subject: `The feedback for ${a.candidate.name} was not sent (${a.job.title})`,
    said: [`The feedback for ${a.candidate.name} was to go out now. It holds words that have since been written for the team, so it was kept back and is a draft again.`, 'Change or remove the sentences that are marked, then send it.'],
  }
}
