import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type LoadedApplication, currentStage } from './application.ts'
import { loadApplicationById } from './machine.ts'
import { paperwork } from './store.ts'

/** These stages write to the candidate themselves when they begin. */
const WRITES_ITSELF = new Set(['application_form', 'code_assignment', 'offer'])

function draft(a: LoadedApplication, ctx: Context, subject: string, paragraphs: string[]): MailDraft {
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

export const applicationMails: Feature['mails'] = {
  'application.submitted': async (tx, event, ctx) => {
    const a = await of(tx, event)
    return [
      draft(a, ctx, `We have your application for ${a.job.title}`, [
        `Thank you for applying for ${a.job.title} at ${a.organization.name}. A person reads it.`,
        'Your portal shows every stage, what happens next, who acts and by when. You need no account: it mails you a link to sign in.',
      ]),
    ]
  },
  'stage.advanced': async (tx, event, ctx) => {
    const a = await of(tx, event)
    const stage = currentStage(a)
    if (WRITES_ITSELF.has(stage.type) || stage.key !== event.data.to) return []
    return [draft(a, ctx, `${a.job.title}: next is ${stage.name}`, [`Your application for ${a.job.title} has moved on. Next is ${stage.name}.`, ...[stage.candidate_description, stage.promise].filter(Boolean)])]
  },
  'application.rejected': async (tx, event, ctx) => {
    const a = await of(tx, event)
    const { closing_message: message } = await paperwork(tx, a.id)
    return [
      draft(a, ctx, `Your application for ${a.job.title}`, [
        `${a.organization.name} has decided not to go on with your application for ${a.job.title}. They wrote:`,
        `> ${message ?? ''}`,
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
    return [draft(a, ctx, `Welcome to ${a.organization.name}`, [`You accepted the offer for ${a.job.title}. We are glad. Your signed terms stay in your portal.`])]
  },
}
