/** What a provider has beside what we have. No I/O. */
import { OVER, type PayoutState } from '#contract/payout-states.ts'
import type { ProviderPayment } from '#server/adapters/payments/port.ts'
import type { Payout } from './payout.ts'

export interface Difference {
  payoutId: string | null
  providerId: string | null
  what: 'not_ours' | 'not_theirs' | 'amount' | 'state' | 'unnoted'
}

const OURS = /^pay_[a-z0-9]{26}$/

/** Every difference between their list and ours; what is merely on its way is none. */
export function differencesBetween(theirs: readonly ProviderPayment[], ours: readonly Payout[]): Difference[] {
  const byKey = new Map<string | null, Payout>(ours.map((p) => [p.id, p]))
  const seen = new Set(theirs.map((t) => t.key))
  const missing = ours.filter((p) => p.providerId !== null && !seen.has(p.id)).map((p): Difference => ({ payoutId: p.id, providerId: p.providerId, what: 'not_theirs' }))
  return [...theirs.flatMap((t) => differenceOf(t, byKey.get(t.key))), ...missing]
}

function differenceOf(t: ProviderPayment, p: Payout | undefined): Difference[] {
  if (!p) return OURS.test(String(t.key)) ? [{ payoutId: null, providerId: t.providerId, what: 'not_ours' }] : []
  const what = whatDiffers(t, p)
  return what ? [{ payoutId: p.id, providerId: t.providerId, what }] : []
}

function whatDiffers(t: ProviderPayment, p: Payout): Difference['what'] | null {
  if (t.amount.amount_minor !== p.amount.amount_minor || t.amount.currency !== p.amount.currency) return 'amount'
  if (p.providerId === null) return 'unnoted'
  return isSame(t.state, p.state) ? null : 'state'
}

function isSame(theirs: ProviderPayment['state'], ours: PayoutState): boolean {
  // It waits there, and is under way to us.
  if (theirs === 'held') return ours === 'submitted'
  // A cancellation after it was paid is a return with us.
  if (theirs === 'cancelled') return OVER.includes(ours)
  return theirs === ours
}
