import type { FileAnswer } from '#contract/common.ts'
import { decimalAmount } from '#contract/money.ts'
import { csv } from '#server/lib/csv.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { OwedPayout } from './owed-store.ts'
import { listPayoutsOfYear } from './year-store.ts'

const HEAD = ['key', 'payee', 'email', 'job', 'work', 'amount', 'currency', 'state', 'earned_on', 'promised_by', 'sent_on', 'paid_on', 'reference', 'rail', 'money', 'provider_id', 'in_place_of', 'given_to'] as const

/** Every payout of a year as a row of a spreadsheet: those that were paid in it, and those that were earned in it and are not paid. */
export async function exportPayouts(tx: Tx, year: number): Promise<FileAnswer> {
  const rows = (await listPayoutsOfYear(tx, requireMember(tx).orgId, year)).map(rowOf)
  return { bytes: Buffer.from(csv([HEAD, ...rows]), 'utf8'), content_type: 'text/csv; charset=utf-8', filename: `payouts-${year}.csv`, disposition: 'attachment' }
}

function rowOf(p: OwedPayout): string[] {
  const { candidate, job, amount } = p
  return [p.id, candidate.name, candidate.email, job.title, p.stageName, decimalAmount(amount), amount.currency, p.state, day(p.accruedAt), day(p.payBy), day(p.firstSentAt), p.paid?.on ?? '', p.paid?.reference ?? '', p.rail, p.mode === 'live' ? 'real' : 'test', p.providerId ?? '', p.replaces ?? '', p.charity?.name ?? '']
}

/** `2026-11-30`, in UTC. */
function day(at: Date | null): string {
  return at?.toISOString().slice(0, 10) ?? ''
}
