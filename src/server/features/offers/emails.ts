import { listMembersOf } from '#server/features/accounts/index.ts'
import { type LoadedApplication, listHiringTeamOf, loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type OfferRow, inUtc, termsInWords } from './offer.ts'
import { offerById } from './store.ts'

interface Words {
  subject: string
  paragraphs: string[]
}

async function load(tx: Tx, event: { data: { application_id: string; offer_id: string } }) {
  return { a: await loadApplicationById(tx, event.data.application_id), o: await offerById(tx, event.data.offer_id) }
}

function toCandidate(ctx: Context, a: LoadedApplication, { subject, paragraphs }: Words): MailDraft {
  return {
    to: { name: a.candidate.name, address: a.candidate.email },
    fromName: a.organization.name,
    applicationId: a.id,
    subject,
    paragraphs: [`Hello ${a.candidate.name},`, ...paragraphs],
    // A notification link: it carries no authority; the portal mails a sign-in link when asked.
    action: { label: 'See your offer', url: `${ctx.config.publicUrl}/portal/applications/${a.id}/offer` },
  }
}

/** The hiring manager, or the owners where there is none. */
async function toTeam(tx: Tx, ctx: Context, a: LoadedApplication, words: Words): Promise<MailDraft[]> {
  const { hiringManager } = await listHiringTeamOf(tx, a)
  const members = (await listMembersOf(tx, a.orgId)).filter((m) => (hiringManager ? m.id === hiringManager : m.role === 'owner'))
  const action = { label: 'Open the application', url: `${ctx.config.publicUrl}/app/applications/${a.id}` }
  return members.map((m) => ({ to: { name: m.name, address: m.email }, fromName: a.organization.name, applicationId: a.id, ...words, action }))
}

/** Each paragraph of what somebody wrote is a quotation of its own. */
function quoted(text: string): string[] {
  return text.split(/\n{2,}/).map((p) => `> ${p}`)
}

/** What both sides keep: who signed what and when. */
function signedRecord(o: OfferRow): string[] {
  return [
    `Signed by ${o.typed_name ?? ''}${o.answered_at ? ` on ${inUtc(o.answered_at)}` : ''}.`,
    ...(o.terms ? [termsInWords(o.terms)] : []),
    `Fingerprint of the signed terms (SHA-256): ${o.terms_sha256 ?? ''}. Keep this mail: both sides have the same.`,
  ]
}

export const offerMails = {
  'offer.extended': async (tx, event, ctx) => {
    const { a, o } = await load(tx, event)
    if (!o?.terms || !o.expires_at) return []
    const paragraphs = ['We would like you to join us. These are the terms:', termsInWords(o.terms), `The offer is open until ${inUtc(o.expires_at)}. Take the time you need and ask anything; then accept or decline in your portal.`]
    return [toCandidate(ctx, a, { subject: `Your offer for ${a.job.title} at ${a.organization.name}`, paragraphs })]
  },
  'offer.accepted': async (tx, event, ctx) => {
    const { a, o } = await load(tx, event)
    if (!o) return []
    const paragraphs = signedRecord(o)
    const team = await toTeam(tx, ctx, a, { subject: `${a.candidate.name} accepted the offer for ${a.job.title}`, paragraphs })
    return [toCandidate(ctx, a, { subject: `You accepted the offer for ${a.job.title}`, paragraphs }), ...team]
  },
  'offer.declined': async (tx, event, ctx) => {
    const { a, o } = await load(tx, event)
    const paragraphs = o?.decline_reason ? [`${a.candidate.name} wrote:`, ...quoted(o.decline_reason)] : [`${a.candidate.name} gave no reason.`]
    return toTeam(tx, ctx, a, { subject: `${a.candidate.name} declined the offer for ${a.job.title}`, paragraphs })
  },
  'offer.rescinded': async (tx, event, ctx) => {
    const { a } = await load(tx, event)
    return [toCandidate(ctx, a, { subject: `About your offer for ${a.job.title}`, paragraphs: [`${a.organization.name} has taken the offer back, so it can’t be accepted any more. They wrote:`, ...quoted(event.data.reason)] })]
  },
} satisfies Feature['mails']
