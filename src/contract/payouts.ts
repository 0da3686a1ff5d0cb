import { z } from 'zod'
import { date, id, instant, text } from './common.ts'
import { money } from './money.ts'
import { op } from './operation.ts'

export const PAYOUT_STATES = ['accrued', 'paid'] as const

export const payout = z.strictObject({
  id: id('pay'),
  application_id: id('app'),
  candidate: z.strictObject({ id: id('cand'), name: z.string(), email: z.string() }),
  job_title: z.string(),
  stage_name: z.string(),
  amount: money,
  state: z.enum(PAYOUT_STATES),
  accrued_at: instant,
  pay_by: instant,
  paid_at: instant.nullable(),
  paid_on: date.nullable(),
  reference: z.string().nullable(),
})
export type Payout = z.infer<typeof payout>

export const payoutOps = {
  listPayouts: op('GET', '/payouts', { audience: 'team', summary: 'What is owed to candidates, and what was paid.', answer: z.strictObject({ items: z.array(payout) }) }),
  recordPayment: op('POST', '/payouts/:id/payment', {
    audience: 'team',
    summary: 'Record that a payout was sent by hand, with the bank’s reference.',
    params: z.strictObject({ id: id('pay') }),
    body: z.strictObject({ reference: text(140, 1), paid_on: date }),
    answer: payout,
    problems: ['payout_paid'],
  }),
  listPortalPayouts: op('GET', '/portal/applications/:id/payouts', {
    audience: 'portal',
    summary: 'The pay you have earned with this application and where it is.',
    params: z.strictObject({ id: id('app') }),
    answer: z.strictObject({ items: z.array(payout.pick({ id: true, stage_name: true, amount: true, state: true, accrued_at: true, pay_by: true, paid_at: true, paid_on: true, reference: true })) }),
  }),
}
