import { formatMoney } from '#contract/money.ts'
import { type MemberRow, listMembersOf } from '#server/features/accounts/index.ts'
import { type LoadedApplication, loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { neededInWords, whyNotOpen } from './beyond-cap.ts'
import { type Shortage, findShortage, openersOf } from './budget.ts'
import { nextPaidStage } from './open-beyond-cap.ts'

export const beyondCapMails: NonNullable<Feature['mails']> = {
  'payout.cap_exceeded': (tx, e, ctx) => askTheOthers(tx, ctx, e.data),
}

/** When one person has opened a stage beyond the budget, those who can be the second are asked. */
async function askTheOthers(tx: Tx, ctx: Context, { application_id, stage_key }: { application_id: string; stage_key: string }): Promise<MailDraft[]> {
  const a = await loadApplicationById(tx, application_id)
  const stage = nextPaidStage(a)
  const short = stage?.key === stage_key ? await findShortage(tx, a, stage) : null
  const opened = await openersOf(tx, a.id, stage_key)
  const [asking] = opened
  if (!short || !asking) return []
  const others = (await listMembersOf(tx, a.orgId)).filter((m) => (m.role === 'owner' || m.role === 'recruiter') && whyNotOpen(opened, m) === null)
  return others.map((m) => mailTo(m, { a, short, asking: asking.name, needed: neededInWords(opened), ctx }))
}

function mailTo(m: MemberRow, { a, short, asking, needed, ctx }: { a: LoadedApplication; short: Shortage; asking: string; needed: string; ctx: Context }): MailDraft {
  const money = (amount_minor: number) => formatMoney({ amount_minor, currency: short.cap.currency })
  return {
    to: { name: m.name, address: m.email },
    fromName: a.organization.name,
    subject: `Beyond the budget: ${a.candidate.name} and “${short.stage.name}”`,
    paragraphs: [
      `Hello ${m.name},`,
      `${asking} wants to let ${a.candidate.name} into “${short.stage.name}”, which pays ${money(short.stage.pay.amount_minor)}. The budget ${short.cap.jobTitle === null ? 'of this month' : `of ${short.cap.jobTitle}`} is ${money(short.cap.capMinor)}, and ${money(short.leftMinor)} of it is left.`,
      needed,
    ],
    action: { label: 'Look at the application', url: `${ctx.config.publicUrl}/app/applications/${a.id}` },
  }
}
