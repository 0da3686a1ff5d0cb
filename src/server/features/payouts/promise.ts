/** The day by which a payment was promised, and how near it is. No I/O. */
import { type Payout, isOwed } from './payout.ts'

const DAY = 86_400_000

/** `soon` from the last business day before it is due; `late` once it is over. */
export type Standing = 'running' | 'soon' | 'late' | 'kept' | 'kept_late'

type Promised = Pick<Payout, 'accruedAt' | 'payBy'>

/** The same time of day one business day earlier: Monday to Friday, in UTC. */
export function businessDayBefore(at: Date): Date {
  const before = new Date(at.getTime() - DAY)
  return isWeekend(before) ? businessDayBefore(before) : before
}

const isWeekend = (at: Date) => at.getUTCDay() === 0 || at.getUTCDay() === 6

/** When the team is told that the day is near: a business day before, and of a promise shorter than that in its last quarter. */
export function soonAt({ accruedAt, payBy }: Promised): Date {
  const before = businessDayBefore(payBy)
  return before > accruedAt ? before : new Date(payBy.getTime() - (payBy.getTime() - accruedAt.getTime()) / 4)
}

/** How the promise of a payout stands; null where nothing is promised by it any more. */
export function standingOf(p: Payout, all: readonly Payout[], now: Date): Standing | null {
  if (p.state === 'paid' && p.paid) return p.paid.at <= p.payBy ? 'kept' : 'kept_late'
  if (!isOwed(p, all)) return null
  if (now > p.payBy) return 'late'
  return now >= soonAt(p) ? 'soon' : 'running'
}

/** What the team is to be told of a payment that has not been sent; null when it has been told, or it is too early. While late: once a day. */
export function reminderOf(p: Promised & { remindedAt: Date | null }, now: Date): 'soon' | 'late' | null {
  const told = p.remindedAt
  if (now > p.payBy) return !told || told <= p.payBy || now.getTime() - told.getTime() >= DAY ? 'late' : null
  return now >= soonAt(p) && !told ? 'soon' : null
}

/** Those whose money is still owed, by the day it was promised; then the rest as they came. */
export function byPromise<P extends Payout>(all: readonly P[]): P[] {
  const open = all.filter((p) => isOwed(p, all)).toSorted((a, b) => a.payBy.getTime() - b.payBy.getTime())
  return [...open, ...all.filter((p) => !isOwed(p, all))]
}
