import { formatMoney } from '#contract/money.ts'
import type { PayoutState } from '#contract/payout-states.ts'
import { type MemberRow, listMembersOf, membersById } from '#server/features/accounts/index.ts'
import { type LoadedApplication, loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { candidateWords, teamWords } from './mail-words.ts'
import type { Payout } from './payout.ts'
import { findPayout } from './store.ts'

export const mails: NonNullable<Feature['mails']> = {
  'payout.accrued': (tx, e, ctx) => about(tx, ctx, e.data.payout_id, 'accrued'),
  'payout.paid': (tx, e, ctx) => about(tx, ctx, e.data.payout_id, 'paid'),
  // Back at the beginning it is no news: where it goes from there is.
  'payout.moved': async (tx, e, ctx) => (e.data.to === 'accrued' ? [] : about(tx, ctx, e.data.payout_id, e.data.to as PayoutState)),
  'payout.release_asked': (tx, e, ctx) => askTheOthers(tx, ctx, e.data),
}

/** What the candidate and the team are told of a payout that has just come to a state; nobody of what needs nobody. */
async function about(tx: Tx, ctx: Context, payoutId: string, state: PayoutState): Promise<MailDraft[]> {
  const p = await findPayout(tx, payoutId)
  if (!p) return []
  const a = await loadApplicationById(tx, p.applicationId)
  const toTeam = teamWords(p, state, a.candidate.name)
  const people = (await listMembersOf(tx, a.orgId)).filter((m) => m.role === 'owner' || (state === 'needs_approval' && m.role === 'recruiter'))
  const toCandidate = candidateWords(p, state, a)
  return [...(toCandidate ? [candidateMail(p, a, ctx, toCandidate)] : []), ...(toTeam ? people.map((m) => teamMail(m, a, ctx, toTeam)) : [])]
}

/** A payout is to go on before its day is over: the other owners are asked to look. */
async function askTheOthers(tx: Tx, ctx: Context, { payout_id, member_id }: { payout_id: string; member_id: string }): Promise<MailDraft[]> {
  const [p, [asking]] = [await findPayout(tx, payout_id), await membersById(tx, [member_id])]
  if (!p?.heldUntil || !asking) return []
  const a = await loadApplicationById(tx, p.applicationId)
  const words = { subject: `Release ${formatMoney(p.amount)} to ${a.candidate.name} earlier?`, paragraphs: [`${asking.name} wants it to go on before its day is over. ${p.reason}`, 'A second owner has to look, too. If nobody does, it goes on by itself.'] }
  return (await listMembersOf(tx, p.orgId)).filter((m) => m.role === 'owner' && m.id !== member_id).map((m) => teamMail(m, a, ctx, words))
}

interface Words {
  subject: string
  paragraphs: string[]
}

function candidateMail(p: Payout, a: LoadedApplication, ctx: Context, words: Words): MailDraft {
  return {
    to: { name: a.candidate.name, address: a.candidate.email },
    fromName: a.organization.name,
    applicationId: a.id,
    subject: words.subject,
    paragraphs: [`Hello ${a.candidate.name},`, ...words.paragraphs],
    action: { label: `See your ${formatMoney(p.amount)}`, url: `${ctx.config.publicUrl}/portal/applications/${a.id}` },
  }
}

function teamMail(m: MemberRow, a: LoadedApplication, ctx: Context, words: Words): MailDraft {
  return { to: { name: m.name, address: m.email }, fromName: a.organization.name, subject: words.subject, paragraphs: [`Hello ${m.name},`, ...words.paragraphs], action: { label: 'Open payouts', url: `${ctx.config.publicUrl}/app/payouts` } }
}
