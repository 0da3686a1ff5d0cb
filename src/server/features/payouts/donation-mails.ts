import { formatMoney } from '#contract/money.ts'
import { listMembersOf } from '#server/features/accounts/index.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { findPayout } from './store.ts'

export const donationMails: NonNullable<Feature['mails']> = {
  'payout.donated': (tx, e, ctx) => both(tx, ctx, e.data.payout_id),
}

/** Both sides have it in writing: the candidate what they asked for, the owners what to do. */
async function both(tx: Tx, ctx: Context, payoutId: string): Promise<MailDraft[]> {
  const p = await findPayout(tx, payoutId)
  if (!p?.charity) return []
  const a = await loadApplicationById(tx, p.applicationId)
  const [money, { name: charity, url }] = [formatMoney(p.amount), p.charity]
  const owners = (await listMembersOf(tx, p.orgId)).filter((m) => m.role === 'owner')
  return [
    {
      to: { name: a.candidate.name, address: a.candidate.email },
      fromName: a.organization.name,
      applicationId: a.id,
      subject: `Your ${money} goes to ${charity}`,
      paragraphs: [`Hello ${a.candidate.name},`, `As you asked, ${a.organization.name} gives your ${money} for “${p.stageName}” to ${charity} (${url}). You are told when it is done, with the reference. It has no influence on your application.`, 'If this was not you, answer this mail at once.'],
      action: { label: `See your ${money}`, url: `${ctx.config.publicUrl}/portal/applications/${a.id}` },
    },
    ...owners.map((m) => ({
      to: { name: m.name, address: m.email },
      fromName: a.organization.name,
      subject: `Give ${money} to ${charity}`,
      paragraphs: [`Hello ${m.name},`, `${a.candidate.name} asks that their ${money} for “${p.stageName}” goes to ${charity} (${url}). Give it there, and record it with the reference under Payouts. The candidate is told.`],
      action: { label: 'Open payouts', url: `${ctx.config.publicUrl}/app/payouts` },
    })),
  ]
}
