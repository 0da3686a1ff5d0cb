/** What git prints to the candidate, and how moments are written where no browser can put them into a local zone. */
import { type Assignment, BRANCH, closedAt, type Judgement, PUSH_SECONDS, type PushRecord, type PushUpdate, secondsBetween, shortRef } from './assignment.ts'

/** `17:59:12 UTC` */
export function clockTime(at: Date): string {
  return `${at.toISOString().slice(11, 19)} UTC`
}

/** `Mon, 23 Nov 2026, 17:59:12 UTC` */
export function moment(at: Date): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(at)
  return `${day}, ${clockTime(at)}`
}

/** `31 minutes`, `3 hours 5 minutes`, `45 seconds` */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  if (whole < 120) return counted(whole, 'second')
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return counted(minutes, 'minute')
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours >= 72) return counted(Math.floor(hours / 24), 'day')
  return rest === 0 ? counted(hours, 'hour') : `${counted(hours, 'hour')} ${counted(rest, 'minute')}`
}

function counted(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`
}

/** Printed once the refs have changed. The gateway adds its own note where a push went to another branch. */
export function receivedLines(a: Assignment, updates: readonly PushUpdate[], now: Date): string[] {
  return updates.map((u) => `Received ${u.commit.slice(0, 7)} on ${shortRef(u.ref)} at ${clockTime(u.receivedAt)}. ${timeLeft(a, now)}`)
}

function timeLeft(a: Assignment, now: Date): string {
  if (!a.clock) return ''
  const seconds = secondsBetween(now, a.clock.deadlineAt)
  return seconds > 0 ? `${span(seconds)} left.` : 'The time is over now; this push began in time.'
}

/** Why a push was refused, a sentence a line. `current` is what is, or would be, submitted. */
export function refusalLines(a: Assignment, p: PushRecord, why: Exclude<Judgement, 'counts'>, current: PushUpdate | null): string[] {
  switch (why) {
    case 'late':
      return [...timeIsUp(a, p), ...submitted(a, current)]
    case 'submitted_early':
      return ['You submitted early; undo it on your page to go on. Nothing was changed.', ...submitted(a, current)]
    case 'too_slow':
      return [`Your push took longer than ${PUSH_SECONDS} seconds to arrive, so it can't count. Nothing was changed.`, 'Push again, in smaller steps if your connection is slow.']
    case 'not_running':
      return ['Your assignment has not been started. Nothing was changed.']
    case 'lost':
      return ['Our server lost track of your push. Nothing was changed. Please push again.']
  }
}

function timeIsUp(a: Assignment, p: PushRecord): string[] {
  if (!a.clock) return []
  const early = a.submitRequestedAt ? ', when you submitted it' : ''
  return [`TIME IS UP. This assignment closed at ${moment(closedAt(a, a.clock))}${early}.`, `Your push's first byte reached us at ${moment(p.receivedAt)}. Nothing was changed.`]
}

function submitted(a: Assignment, current: PushUpdate | null): string[] {
  if (!a.clock) return []
  const what = current
    ? `Your submission is ${current.commit.slice(0, 7)} (received ${moment(current.receivedAt)}).`
    : `Your submission is the starter, ${a.clock.starterCommit.slice(0, 7)}: no push to ${BRANCH} was received in time.`
  return [what, 'If something went wrong on our side, write to the team from your portal.']
}
