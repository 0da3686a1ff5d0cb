import type { MailDraft } from '#server/platform/feature.ts'
import { type Assignment, type Clock, later, limitOf, secondsBetween } from './assignment.ts'
import { moment, span } from './words.ts'

export type Reminder = 'half_time' | 'two_hours'

const HOUR = 3600
/** Below this a reminder would only interrupt. */
const HALF_TIME_FROM = 2 * HOUR
/** At exactly four hours half time and two hours left are the same moment. */
const TWO_HOURS_FROM = 4 * HOUR + 1

/** Which reminders a clock of this length deserves, and when. */
export function remindersOf(a: Pick<Assignment, 'timeLimit' | 'multiplier'>, clock: Clock): { which: Reminder; dueAt: Date }[] {
  const limit = limitOf(a)
  const half = { which: 'half_time' as const, dueAt: later(clock.startedAt, limit / 2) }
  const twoHours = { which: 'two_hours' as const, dueAt: later(clock.deadlineAt, -2 * HOUR) }
  return [...(limit >= HALF_TIME_FROM ? [half] : []), ...(limit >= TWO_HOURS_FROM ? [twoHours] : [])]
}

/** Seconds until a reminder is right, after the deadline was moved; 0 when it is now. */
export function notBefore(which: Reminder, clock: Clock, now: Date): number {
  const due = which === 'two_hours' ? later(clock.deadlineAt, -2 * HOUR) : now
  return Math.max(0, secondsBetween(now, due))
}

export function reminderMail(o: { name: string; address: string; fromName: string; applicationId: string; jobTitle: string; url: string; clock: Clock; lastPush: string | null; now: Date }): MailDraft {
  const left = span(secondsBetween(o.now, o.clock.deadlineAt))
  const state = o.lastPush ? `The newest push we have from you is ${o.lastPush}. It is what would be submitted if you stopped here.` : 'We have not received any push from you yet. Push early: whatever is on main at the deadline is submitted by itself.'
  return {
    to: { name: o.name, address: o.address },
    fromName: o.fromName,
    applicationId: o.applicationId,
    subject: `${left} left for your take-home (${o.jobTitle})`,
    paragraphs: [`Hello ${o.name},`, `${left} left. Your take-home for ${o.jobTitle} closes at ${moment(o.clock.deadlineAt)}.`, state, 'You need to do nothing else: the newest push to main is submitted by itself.'],
    action: { label: 'See your clock', url: o.url },
  }
}
