import type { Money } from '#contract/money.ts'

export const ACCOUNTS = ['pay_earned', 'owed', 'under_way', 'paid_out', 'written_off'] as const
export type Account = (typeof ACCOUNTS)[number]

export type Movement = 'accrued' | 'submitted' | 'paid' | 'returned' | 'written_off'

export interface Entry {
  account: Account
  amountMinor: number
}

const USUAL: Readonly<Record<Movement, { takes: Account; gives: Account }>> = {
  accrued: { takes: 'pay_earned', gives: 'owed' },
  submitted: { takes: 'owed', gives: 'under_way' },
  paid: { takes: 'under_way', gives: 'paid_out' },
  returned: { takes: 'under_way', gives: 'owed' },
  written_off: { takes: 'owed', gives: 'written_off' },
}

/**
 * The two sides of a movement; together they are zero.
 * @param o.arrived of money that comes back: whether it had been called paid before
 */
export function entriesOf(movement: Movement, amount: Money, o: { arrived?: boolean } = {}): Entry[] {
  const { takes, gives } = movement === 'returned' && o.arrived ? { takes: 'paid_out' as const, gives: 'owed' as const } : USUAL[movement]
  return [
    { account: takes, amountMinor: amount.amount_minor },
    { account: gives, amountMinor: -amount.amount_minor },
  ]
}
