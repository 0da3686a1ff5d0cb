import { describe, expect, it } from 'vitest'
import { type Account, type Movement, entriesOf } from './ledger.ts'

const FIVE = { amount_minor: 500, currency: 'USD' }
const sides = (movement: Movement, o?: { arrived?: boolean }) => Object.fromEntries(entriesOf(movement, FIVE, o).map((e) => [e.account, e.amountMinor])) as Partial<Record<Account, number>>

describe('a movement', () => {
  it('takes from where the money was and gives to where it is', () => {
    expect(sides('accrued')).toEqual({ pay_earned: 500, owed: -500 })
    expect(sides('submitted')).toEqual({ owed: 500, under_way: -500 })
    expect(sides('paid')).toEqual({ under_way: 500, paid_out: -500 })
    expect(sides('written_off')).toEqual({ owed: 500, written_off: -500 })
  })

  it('that comes back comes from where it had got to', () => {
    expect(sides('returned')).toEqual({ under_way: 500, owed: -500 })
    expect(sides('returned', { arrived: false })).toEqual({ under_way: 500, owed: -500 })
    expect(sides('returned', { arrived: true })).toEqual({ paid_out: 500, owed: -500 })
  })

  it('of another kind asks nobody whether it had arrived', () => {
    expect(sides('paid', { arrived: true })).toEqual(sides('paid'))
  })
})
