/** What a receipt of a payment says. No I/O. */
import { formatMoney } from '#contract/money.ts'
import type { Payout } from './payout.ts'

export interface ReceiptFacts {
  payout: Pick<Payout, 'id' | 'stageName' | 'amount' | 'accruedAt' | 'rail' | 'mode' | 'charity'>
  paid: NonNullable<Payout['paid']>
  organization: string
  payee: { name: string; email: string }
  job: string
}

export interface Receipt {
  title: string
  rows: [label: string, value: string][]
  /** Sentences below the rows. */
  notes: string[]
}

const RAILS: Record<Payout['rail'], string> = { manual: 'By hand, outside Handiwork (such as a bank transfer)', stripe: 'Stripe', tremendous: 'Tremendous' }

/** Who paid whom how much, for what, when and how it can be found. Nothing of anybody's bank is in it, because nothing of it is known. */
export function receiptOf({ payout, paid, organization, payee, job }: ReceiptFacts): Receipt {
  return {
    title: 'Receipt of a payment',
    rows: [
      ['Paid by', organization],
      ...(payout.charity ? [['Given to', payout.charity.name] as [string, string], ['At the wish of', payee.name] as [string, string]] : [['Paid to', payee.name] as [string, string]]),
      ['Email', payee.email],
      ['For', `${payout.stageName}, as a part of the application for ${job}`],
      ['Amount', formatMoney(payout.amount)],
      ['Earned on', day(payout.accruedAt)],
      ['Paid on', day(new Date(paid.on))],
      ['Reference', paid.reference],
      ['Way', RAILS[payout.rail]],
      ['Receipt number', payout.id],
    ],
    notes: [...(payout.mode === 'sandbox' ? ['Test money: nothing was paid in truth.'] : []), `This is what ${organization} has written down as paid. It is no tax form.`],
  }
}

/** `25 November 2026` */
function day(date: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(date)
}
