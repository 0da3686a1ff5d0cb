/** What is owed to a candidate for one stage, and the rules of it. No I/O. */
import { durationSeconds } from '#contract/duration.ts'
import type { Money } from '#contract/money.ts'
import type { Stage } from '#contract/process.ts'

export interface Payout {
  id: string
  orgId: string
  applicationId: string
  stageKey: string
  stageName: string
  amount: Money
  state: 'accrued' | 'paid'
  accruedAt: Date
  payBy: Date
  paid: { at: Date; on: string; reference: string } | null
}

/**
 * What completing a stage has earned, or null. `empty` says that nothing was pushed: then a stage that pays only for
 * pushed work owes nothing.
 */
export function earned(stage: Stage, empty: boolean): Money | null {
  const { payout } = stage
  if (!payout || payout.amount_minor === 0) return null
  if (payout.policy === 'when_pushed' && empty) return null
  return { amount_minor: payout.amount_minor, currency: payout.currency }
}

/** The day by which it is sent, counted from the moment it was earned. */
export function payBy(stage: Stage, at: Date): Date {
  const seconds = stage.payout ? durationSeconds(stage.payout.pay_within) : 0
  return new Date(at.getTime() + seconds * 1000)
}

/** A payment may carry today's date anywhere on earth, and none that is still to come everywhere. */
export function isPossibleDay(day: string, now: Date): boolean {
  const latest = new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10)
  return day <= latest
}
