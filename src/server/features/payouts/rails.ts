import type { PayoutRail, Rails } from '#server/adapters/payments/port.ts'
import type { Payout } from './payout.ts'

/** The rail a payout was given to; null when it is paid by hand, or when the rail is not set up here any more. */
export function railOf(rails: Rails, p: Pick<Payout, 'rail' | 'mode'>): PayoutRail | null {
  // A key of the test world must never be used in the real one, nor the other way round.
  return Object.values(rails).find(({ name, mode }) => name === p.rail && mode === p.mode) ?? null
}
