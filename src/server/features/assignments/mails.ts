import { formatDuration } from '#contract/duration.ts'
import { type LoadedApplication, loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { limitOf } from './assignment.ts'
import { calendarOf } from './calendar-of.ts'
import { assignmentStageOf } from './facts.ts'
import { payPromise } from './pay.ts'
import { findAssignmentOfApplication } from './store.ts'
import { findSubmission } from './submission-store.ts'
import { moment, span } from './words.ts'

export function portalUrl(ctx: Context, applicationId: string): string {
  return `${ctx.config.publicUrl}/portal/applications/${applicationId}`
}

export const mails: NonNullable<Feature['mails']> = {
  'stage.entered': async (tx, e, ctx) => (e.data.stage_type === 'code_assignment' ? ready(tx, e.data.application_id, ctx) : []),
  'assignment.started': async (tx, e, ctx) => running(tx, e.data, ctx),
  'assignment.extended': async (tx, e, ctx) => extended(tx, e.data, ctx),
  'submission.sealed': async (tx, e, ctx) => sealed(tx, e.data, ctx),
}

/** Everything there is to know before starting, in one mail. */
async function ready(tx: Tx, applicationId: string, ctx: Context): Promise<MailDraft[]> {
  const application = await loadApplicationById(tx, applicationId)
  const a = await findAssignmentOfApplication(tx, applicationId)
  if (!a) return []
  const stage = assignmentStageOf(application.process)
  const { effort, summary, ai_policy, ownership } = stage.config
  const limit = formatDuration(`PT${limitOf(a)}S`)
  const lines = [
    summary,
    `You have ${limit} from the moment you press Start${effort ? ` (the work itself takes about ${effort})` : ''}. You can start whenever it suits you, until ${moment(a.startBy)}.`,
    payPromise(stage) && `Pay: ${payPromise(stage)}`,
    `The task and the rubric your work is scored against are on your page now, before you start: ${stage.config.rubric.criteria.map((c) => c.name).join(', ')}.`,
    ai_policy && `About AI tools: ${ai_policy}`,
    ownership && `About your code: ${ownership}`,
    'At the end nothing needs to be handed in: the newest push to main is submitted by itself. If you need more time or another form for any reason, ask for it in private on that page before you start.',
  ]
  return [draft(application, ctx, { subject: `Your take-home is ready (${application.job.title})`, paragraphs: lines.filter((l) => l !== ''), label: 'Read the task, the rubric and the pay' })]
}

async function running(tx: Tx, data: { application_id: string; deadline_at: string }, ctx: Context): Promise<MailDraft[]> {
  const application = await loadApplicationById(tx, data.application_id)
  const a = await findAssignmentOfApplication(tx, data.application_id)
  const paragraphs = [
    `Your clock is running: your take-home closes at ${moment(new Date(data.deadline_at))}.`,
    a?.provider === 'github'
      ? 'Your repository is on GitHub, and GitHub has invited you to it: accept that to clone and push. A push counts when GitHub’s own record has it before that moment, to the second. Commit dates do not matter.'
      : 'A push counts when its first byte reaches us before that moment and the push is complete within 120 seconds. Commit dates do not matter.',
    'Push early and often. The newest push to main is submitted by itself.',
  ]
  return [await withCalendar(tx, ctx, application, draft(application, ctx, { subject: `Your clock is running (${application.job.title})`, paragraphs, label: 'See your clock and your repository' }))]
}

/** The deadline for the candidate's calendar; more time moves the entry that is there. */
async function withCalendar(tx: Tx, ctx: Context, application: LoadedApplication, mail: MailDraft): Promise<MailDraft> {
  const a = await findAssignmentOfApplication(tx, application.id)
  const ics = a && (await calendarOf(tx, ctx, application, a))
  return ics ? { ...mail, calendar: { method: 'PUBLISH', ics } } : mail
}

async function extended(tx: Tx, data: { application_id: string; seconds: number; deadline_at: string; reason: string }, ctx: Context): Promise<MailDraft[]> {
  const application = await loadApplicationById(tx, data.application_id)
  const paragraphs = [`You have ${span(data.seconds)} more. Your take-home now closes at ${moment(new Date(data.deadline_at))}.`, 'The reason:', `> ${data.reason}`, 'You need to do nothing: your page and your repository know already.']
  return [await withCalendar(tx, ctx, application, draft(application, ctx, { subject: `You have more time (${application.job.title})`, paragraphs, label: 'See your clock' }))]
}

async function sealed(tx: Tx, data: { application_id: string; submission_id: string }, ctx: Context): Promise<MailDraft[]> {
  const application = await loadApplicationById(tx, data.application_id)
  const s = await findSubmission(tx, data.submission_id)
  if (!s) return []
  const what = s.receivedAt ? `We sealed commit ${s.commit.slice(0, 12)}, which reached us at ${moment(s.receivedAt)}.` : 'No push to main reached us in time, so the starter was sealed as your submission. If something went wrong on our side, write to the team.'
  const paragraphs = [what, `It was sealed at ${moment(s.sealedAt)}. SHA-256 of its content: ${s.contentSha256}. The full receipt is on your page.`, 'You can still clone and pull your repository. The next step, who acts and by when, is on your page.']
  return [draft(application, ctx, { subject: `Your submission is sealed (${application.job.title})`, paragraphs, label: 'See the receipt and what happens next' })]
}

/** Where git can't print it: why a push can't be submitted, while there is time to push again. */
export function refusedPushMail(application: LoadedApplication, ctx: Context, commit: string, why: string): MailDraft {
  const paragraphs = [`Commit ${commit.slice(0, 12)} reached GitHub, but it can’t be submitted as it is:`, `> ${why}`, 'Until you push again, the push before it is what would be submitted.']
  return draft(application, ctx, { subject: `One of your pushes can’t be submitted (${application.job.title})`, paragraphs, label: 'See what would be submitted now' })
}

/** A mail to the candidate. */
export function draft(application: LoadedApplication, ctx: Context, o: { subject: string; paragraphs: string[]; label: string }): MailDraft {
  return {
    to: { name: application.candidate.name, address: application.candidate.email },
    fromName: application.organization.name,
    applicationId: application.id,
    subject: o.subject,
    paragraphs: [`Hello ${application.candidate.name},`, ...o.paragraphs],
    action: { label: o.label, url: portalUrl(ctx, application.id) },
  }
}
