import { formatDuration } from '#contract/duration.ts'
import { listMembersOf } from '#server/features/accounts/index.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { draft } from './mails.ts'

/** To the candidate alone. */
export async function answeredMail(tx: Tx, ctx: Context, applicationId: string, o: { limit: number; answer: string }): Promise<MailDraft> {
  const application = await loadApplicationById(tx, applicationId)
  const words = o.answer ? ['The team wrote:', ...o.answer.split('\n').filter(Boolean).map((line) => `> ${line}`)] : []
  const paragraphs = [`Your time limit is ${formatDuration(`PT${o.limit}S`)}.`, ...words, 'Nobody who reviews your work is told.']
  return draft(application, ctx, { subject: `About your time for the take-home (${application.job.title})`, paragraphs, label: 'See your take-home' })
}

/** To those who can give it: that something waits for an answer, and not what. */
export async function askedMails(tx: Tx, ctx: Context, applicationId: string): Promise<MailDraft[]> {
  const application = await loadApplicationById(tx, applicationId)
  const deciding = (await listMembersOf(tx, application.orgId)).filter((m) => m.role === 'owner' || m.role === 'recruiter')
  return deciding.map((m) => ({
    to: { name: m.name, address: m.email },
    fromName: application.organization.name,
    applicationId,
    subject: `Something private to answer (${application.job.title})`,
    paragraphs: [`Hello ${m.name},`, `${application.candidate.name} asks something about their take-home before they start it. It is private: only owners and recruiters can read it, and it is not in this mail. Please answer within two days.`],
    action: { label: 'Read and answer', url: `${ctx.config.publicUrl}/app/applications/${applicationId}` },
  }))
}
