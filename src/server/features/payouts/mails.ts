import { formatMoney } from '#contract/money.ts'
import { type LoadedApplication, loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Payout } from './payout.ts'
import { findPayout } from './store.ts'

export const mails: NonNullable<Feature['mails']> = {
  'payout.accrued': (tx, e, ctx) => toCandidate(tx, e.data.payout_id, (p, a) => earnedMail(p, a, ctx)),
  'payout.paid': (tx, e, ctx) => toCandidate(tx, e.data.payout_id, (p, a) => paidMail(p, a, ctx)),
}

async function toCandidate(tx: Tx, payoutId: string, write: (p: Payout, a: LoadedApplication) => MailDraft): Promise<MailDraft[]> {
  const payout = await findPayout(tx, payoutId)
  return payout ? [write(payout, await loadApplicationById(tx, payout.applicationId))] : []
}

function earnedMail(p: Payout, a: LoadedApplication, ctx: Context): MailDraft {
  const money = formatMoney(p.amount)
  const paragraphs = [
    `You have earned ${money} with “${p.stageName}”, whatever comes of your application for ${a.job.title}. It stays yours if you withdraw.`,
    `${a.organization.name} sends it by ${day(p.payBy)} and will ask you how you want to be paid. You never have to write bank details into Handiwork.`,
  ]
  return draft(a, ctx, `You have earned ${money}`, paragraphs)
}

function paidMail(p: Payout, a: LoadedApplication, ctx: Context): MailDraft {
  const money = formatMoney(p.amount)
  const sent = p.paid ? `${a.organization.name} sent it on ${day(new Date(p.paid.on))}, with the reference “${p.paid.reference}”.` : ''
  return draft(a, ctx, `Your ${money} was sent`, [`Your pay of ${money} for “${p.stageName}” is on its way. ${sent}`.trim(), 'A bank may take a few days. If it does not arrive, answer the team with this reference.'])
}

/** `Mon, 30 Nov 2026 (UTC)` */
function day(at: Date): string {
  return `${new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(at)} (UTC)`
}

function draft(a: LoadedApplication, ctx: Context, subject: string, paragraphs: string[]): MailDraft {
  return {
    to: { name: a.candidate.name, address: a.candidate.email },
    fromName: a.organization.name,
    applicationId: a.id,
    subject,
    paragraphs: [`Hello ${a.candidate.name},`, ...paragraphs],
    action: { label: 'See your pay', url: `${ctx.config.publicUrl}/portal/applications/${a.id}` },
  }
}
