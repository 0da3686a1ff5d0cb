import { formatMoney } from '#contract/money.ts'
import { getOrganization, listMembersOf } from '#server/features/accounts/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type OwedPayout, findPayoutOfOrganization } from './owed-store.ts'

export const reminderMails: NonNullable<Feature['mails']> = {
  'payouts.reminded': (tx, e, ctx) => tellOwners(tx, ctx, e.orgId, e.data),
}

/** So many stand in a mail by name. */
const MOST_NAMED = 20

async function tellOwners(tx: Tx, ctx: Context, orgId: string, { soon, late }: { soon: string[]; late: string[] }): Promise<MailDraft[]> {
  const owners = (await listMembersOf(tx, orgId)).filter((m) => m.role === 'owner')
  const { name } = await getOrganization(tx, orgId)
  const paragraphs = [...(await list(tx, orgId, late, 'Late. It was promised to the candidate, and is owed:')), ...(await list(tx, orgId, soon, 'Due within a business day:'))]
  return owners.map((m) => ({ to: { name: m.name, address: m.email }, fromName: name, subject: subjectOf(soon.length, late.length), paragraphs: [`Hello ${m.name},`, ...paragraphs], action: { label: 'Open payouts', url: `${ctx.config.publicUrl}/app/payouts` } }))
}

export function subjectOf(soon: number, late: number): string {
  const payments = (n: number) => (n === 1 ? '1 payment to a candidate' : `${n} payments to candidates`)
  if (late === 0) return `${payments(soon)} due within a business day`
  return `${payments(late)} late${soon > 0 ? `, ${soon} due soon` : ''}`
}

async function list(tx: Tx, orgId: string, ids: readonly string[], head: string): Promise<string[]> {
  if (ids.length === 0) return []
  const lines: string[] = []
  for (const id of ids.slice(0, MOST_NAMED)) {
    const p = await findPayoutOfOrganization(tx, orgId, id)
    if (p) lines.push(line(p))
  }
  return [head, ...lines, ...(ids.length > MOST_NAMED ? [`And ${ids.length - MOST_NAMED} more.`] : [])]
}

function line(p: OwedPayout): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(p.payBy)
  return `${formatMoney(p.amount)} to ${p.candidate.name} for “${p.stageName}”, promised by ${day} (UTC).${p.reason ? ` ${p.reason}` : ''}`
}
