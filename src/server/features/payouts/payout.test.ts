import { expect, it } from 'vitest'
import { hiringProcess } from '#contract/process.ts'
import { earned, isPossibleDay, payBy } from './payout.ts'

function stageThatPays(policy: 'always' | 'when_pushed', amount = 40_000) {
  const levels = [1, 2, 3, 4, 5].map((level) => ({ level, name: `L${level}`, description: 'Words' }))
  const stage = { type: 'code_assignment', key: 'work', name: 'Work', payout: { amount_minor: amount, currency: 'USD', policy, pay_within: 'P5D' }, config: { time_limit: 'PT4H', scaffold: 'backend', rubric: { name: 'R', criteria: [{ id: 'a', name: 'A', weight: 100, levels }] } } }
  const form = { type: 'application_form', key: 'apply', name: 'Apply', config: {} }
  const work = hiringProcess.parse({ name: 'P', stages: [form, stage] }).stages[1]
  if (!work) throw new Error('The process lost its stage')
  return work
}

it('pays an empty submission unless the process says that only pushed work is paid', () => {
  expect(earned(stageThatPays('always'), true)).toEqual({ amount_minor: 40_000, currency: 'USD' })
  expect(earned(stageThatPays('when_pushed'), true)).toBeNull()
  expect(earned(stageThatPays('when_pushed'), false)).toEqual({ amount_minor: 40_000, currency: 'USD' })
})

it('owes nothing where the amount is nothing', () => {
  expect(earned(stageThatPays('always', 0), false)).toBeNull()
})

it('promises the day counted from the moment it was earned', () => {
  expect(payBy(stageThatPays('always'), new Date('2026-11-23T12:00:00Z'))).toEqual(new Date('2026-11-28T12:00:00Z'))
})

it('takes today in every zone, and no day to come', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  expect(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'].map((d) => isPossibleDay(d, now))).toEqual([true, true, true, false])
})
