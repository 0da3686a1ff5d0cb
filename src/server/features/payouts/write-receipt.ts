import type { FileAnswer } from '#contract/common.ts'
import { loadApplicationForCandidate } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { payoutNotFound, payoutState } from './errors.ts'
import { type ReceiptFacts, receiptOf } from './receipt.ts'
import { findPayout } from './store.ts'

/**
 * The receipt of a payment for the candidate who got it, as PDF. The same payment has the same receipt whenever it is asked for.
 * @throws Refusal `payout_state` until it is paid, and when it has come back
 */
export async function writeReceipt(ctx: Context, place: { applicationId: string; payoutId: string }): Promise<FileAnswer> {
  const facts = await ctx.transaction((tx) => factsFor(tx, place))
  // Read when the first receipt is written: it brings typefaces along, and most starts need none.
  const { receiptPdf } = await import('./receipt-pdf.ts')
  const bytes = await receiptPdf(receiptOf(facts), facts.paid.at)
  return { bytes, content_type: 'application/pdf', filename: `receipt-${facts.payout.id}.pdf`, disposition: 'attachment' }
}

async function factsFor(tx: Tx, { applicationId, payoutId }: { applicationId: string; payoutId: string }): Promise<ReceiptFacts> {
  const a = await loadApplicationForCandidate(tx, applicationId)
  const payout = await findPayout(tx, payoutId)
  if (payout?.applicationId !== a.id) throw payoutNotFound()
  if (payout.state !== 'paid' || !payout.paid) throw payoutState('There is a receipt once this payment is paid. Your page says where it is now.')
  return { payout, paid: payout.paid, organization: a.organization.name, payee: a.candidate, job: a.job.title }
}
