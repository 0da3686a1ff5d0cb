/** What people were paid in a year, beside what the United States want to be told of. No I/O. */
import type { Money } from '#contract/money.ts'

/** What one person was paid in one currency. */
export interface Paid {
  candidate: { id: string; name: string; email: string }
  total: Money
  payments: number
}

export interface Payee {
  candidate: Paid['candidate']
  totals: { total: Money; payments: number }[]
  standing: Standing
}

/** Against the threshold of the year, in dollars alone. */
export type Standing = 'below' | 'near' | 'reached'

/**
 * From so much in a calendar year on, a payer in the United States reports what it paid somebody for their work on form 1099-NEC.
 * $600 for payments until the end of 2025; $2,000 for those after it, by section 70433 of Public Law 119-21 (4 July 2025), which
 * changes 26 U.S.C. 6041(a). From 2027 on that figure follows the cost of living, in whole hundreds: what is answered for those years is
 * the figure it starts from, and so never too high to be warned by.
 */
export function thresholdOf(year: number): Money {
  return { amount_minor: year < 2026 ? 60_000 : 200_000, currency: 'USD' }
}

/** Whether the figure for a year stands in the law itself, and is not adjusted by the tax authority year by year. */
export function isFixedByLaw(year: number): boolean {
  return year <= 2026
}

/** Warned from this part of the threshold on: the next payment may go beyond it. */
const NEAR = 0.8

export function standingOf(paid: Money, year: number): Standing {
  const threshold = thresholdOf(year)
  if (paid.currency !== threshold.currency || paid.amount_minor < threshold.amount_minor * NEAR) return 'below'
  return paid.amount_minor < threshold.amount_minor ? 'near' : 'reached'
}

const ORDER: readonly Standing[] = ['reached', 'near', 'below']

/** One for each person, those nearest to the threshold first. */
export function payeesOf(paid: readonly Paid[], year: number): Payee[] {
  const people = [...new Map(paid.map((p) => [p.candidate.id, p.candidate])).values()]
  return people.map((candidate) => payeeOf(candidate, paid, year)).toSorted(byUrgency)
}

function payeeOf(candidate: Paid['candidate'], paid: readonly Paid[], year: number): Payee {
  const mine = paid.filter((p) => p.candidate.id === candidate.id)
  const standings = mine.map((p) => standingOf(p.total, year))
  return { candidate, totals: mine.map(({ total, payments }) => ({ total, payments })), standing: ORDER.find((s) => standings.includes(s)) ?? 'below' }
}

function byUrgency(a: Payee, b: Payee): number {
  const most = (p: Payee) => Math.max(...p.totals.map((t) => t.total.amount_minor))
  return ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || most(b) - most(a) || a.candidate.name.localeCompare(b.candidate.name)
}
