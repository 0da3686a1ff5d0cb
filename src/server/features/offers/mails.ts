import { listMembersOf } from '#server/features/accounts/index.ts'
import { listHiringTeamOf, loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { termsInWords } from './offer.ts'
import { offerOf } from './store.ts'

async function load(tx: Tx, applicationId: string) {
  return { a: await loadApplicationById(tx, applicationId), o: await offerOf(tx, applicationId) }
}

function toCandidate(ctx: Context, a: Awaited<ReturnType<typeof load>>['a'], subject: string, paragraphs: string[]): MailDraft {
  return { to: { name: a.candidate.name, address: a.candidate.email }, fromName: a.organization.name, applicationId: a.id, subject, paragraphs: [`Hello ${a.candidate.name},`, ...paragraphs], action: { label: 'Read your offer', url: `${ctx.config.publicUrl}/portal/applications/${a.id}/offer` } }
}

/** The hiring manager, or the owners where there is none. */
async function toTeam(tx: Tx, ctx: Context, a: Awaited<ReturnType<typeof load>>['a'], subject: string, paragraphs: string[]): Promise<MailDraft[]> {
  const { hiringManager } = await listHiringTeamOf(tx, a)
  const members = (await listMembersOf(tx, a.orgId)).filter((m) => (hiringManager ? m.id === hiringManager : m.role === 'owner'))
  return members.map((m) => ({ to: { name: m.name, address: m.email }, fromName: a.organization.name, applicationId: a.id, subject, paragraphs, action: { label: 'Open the application', url: `${ctx.config.publicUrl}/app/applications/${a.id}` } }))
}

export const offerMails = {
  'offer.extended': async (tx, event, ctx) => {
    const { a, o } = await load(tx, event.data.application_id)
    if (!o?.terms) return []
    return [toCandidate(ctx, a, `Your offer for ${a.job.title} at ${a.organization.name}`, ['We would like you to join us. These are the terms:', `> ${termsInWords(o.terms)}`, `The offer is open until ${o.terms.expires_at.slice(0, 16).replace('T', ' ')} UTC. Take the time you need, and ask anything.`])]
  },
  'offer.accepted': async (tx, event, ctx) => {
    const { a, o } = await load(tx, event.data.application_id)
    if (!o?.terms) return []
    const record = [`Signed by ${o.typed_name ?? ''} on ${o.answered_at?.toISOString() ?? ''}.`, `> ${termsInWords(o.terms)}`, `SHA-256 of the signed terms: ${o.terms_sha256 ?? ''}. Keep this mail: both sides have the same.`]
    return [toCandidate(ctx, a, `You accepted the offer for ${a.job.title}`, record), ...(await toTeam(tx, ctx, a, `${a.candidate.name} accepted the offer for ${a.job.title}`, record))]
  },
  'offer.declined': async (tx, event, ctx) => {
    const { a, o } = await load(tx, event.data.application_id)
    return toTeam(tx, ctx, a, `${a.candidate.name} declined the offer for ${a.job.title}`, [o?.decline_reason ? `They wrote: ${o.decline_reason}` : 'They gave no reason.'])
  },
  'offer.rescinded': async (tx, event, ctx) => {
    const { a } = await load(tx, event.data.application_id)
    return [toCandidate(ctx, a, `About your offer for ${a.job.title}`, [`${a.organization.name} has taken the offer back. They wrote:`, `> ${event.data.reason}`])]
  },
} satisfies Feature['mails']
