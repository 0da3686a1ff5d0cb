import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type LoadedApplication, currentStage, findStage, screeningEnabled } from './application.ts'
import { loadApplicationById, reportOf } from './machine.ts'
import { paperwork } from './store.ts'

/** The take-home writes to the candidate itself when it opens. */
const WRITES_ITSELF = new Set(['code_assignment'])

function draft(a: LoadedApplication, ctx: Context, subject: string, paragraphs: MailDraft['paragraphs']): MailDraft {
  return {
    to: { name: a.candidate.name, address: a.candidate.email },
    fromName: a.organization.name,
    applicationId: a.id,
    subject,
    paragraphs: [`Hello ${a.candidate.name},`, ...paragraphs],
    // A notification link: it carries no authority; the portal mails a sign-in link when asked.
    action: { label: 'Open your portal', url: `${ctx.config.publicUrl}/portal/applications/${a.id}` },
  }
}

async function of(tx: Tx, event: { data: { application_id: string } }) {
  return loadApplicationById(tx, event.data.application_id)
}

export const applicationMails: NonNullable<Feature['mails']> = {
  'application.submitted': async (tx, event, ctx) => {
    const a = await of(tx, event)
    const next = screeningEnabled(a.process) ? ` A person at ${a.organization.name} reads it and decides; you hear from them either way.` : ''
    return [
      draft(a, ctx, `We have your application for ${a.job.title}`, [
        `Thank you for applying for ${a.job.title} at ${a.organization.name}.${next}`,
        'Your portal shows every stage, what happens next, who acts and by when. You need no account: it mails you a link to sign in.',
      ]),
    ]
  },
  'stage.advanced': async (tx, event, ctx) => {
    const a = await of(tx, event)
    const stage = currentStage(a)
    // Composed after the commit: an application that has moved again meanwhile gets that mail instead.
    if (a.state !== 'active' || stage.key !== event.data.to || WRITES_ITSELF.has(stage.type)) return []
    return [draft(a, ctx, `${a.job.title}: next is ${stage.name}`, [`Your application for ${a.job.title} has moved on. Next is ${stage.name}.`, ...(await whatComes(tx, a))])]
  },
  'application.rejected': async (tx, event, ctx) => {
    const a = await of(tx, event)
    const { closing_message: message } = await paperwork(tx, a.id)
    return [
      draft(a, ctx, `Your application for ${a.job.title}`, [
        `${a.organization.name} has decided not to go on with your application for ${a.job.title}. They wrote:`,
        { markdown: message ?? '' },
        'If you have earned pay, it is sent all the same. Your portal shows where it is.',
      ]),
    ]
  },
  'application.withdrawn': async (tx, event, ctx) => {
    const a = await of(tx, event)
    return [draft(a, ctx, `You withdrew your application for ${a.job.title}`, ['This confirms that you withdrew. Pay you have earned stays yours and is sent as promised.'])]
  },
  'application.hired': async (tx, event, ctx) => {
    const a = await of(tx, event)
    const offered = findStage(a.process, 'offer') ? ['The terms you accepted stay in your portal.'] : []
    return [draft(a, ctx, `Welcome to ${a.organization.name}`, [`You are hired for ${a.job.title} at ${a.organization.name}. We are glad.`, ...offered])]
  },
}

/** What the stage is, who acts, by when, and what we promise. */
async function whatComes(tx: Tx, a: LoadedApplication): Promise<string[]> {
  const stage = currentStage(a)
  const report = await reportOf(tx, a)
  const by = report.dueAt ? ` By ${report.dueAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.` : ''
  return [`${report.candidateSummary}${by}`, stage.candidate_description, stage.promise].filter(Boolean)
}
