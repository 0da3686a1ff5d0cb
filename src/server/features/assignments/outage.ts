/** Times in which our git server was away. No I/O. */
import { type Assignment, type Clock, later, secondsBetween } from './assignment.ts'

/** Shorter ones are a restart: a push tried again gets through. */
export const OUTAGE_SECONDS = 60

export interface Outage {
  id: string
  beganAt: Date
  endedAt: Date
}

/**
 * Seconds that an outage took from a running clock, in whole minutes, in the candidate's favour; 0 when it took none. Whose
 * deadline passed meanwhile gets back what they had left.
 */
export function creditFor(a: Assignment, clock: Clock, o: Outage): number {
  if (a.state !== 'started' || clock.deadlineAt <= o.beganAt || (a.submitRequestedAt && a.submitRequestedAt <= o.beganAt)) return 0
  const from = clock.startedAt > o.beganAt ? clock.startedAt : o.beganAt
  const taken = secondsBetween(from, o.endedAt)
  return taken > 0 ? Math.ceil(taken / 60) * 60 : 0
}

/** The deadline with what was taken given back. */
export function creditedDeadline(a: Assignment, clock: Clock, o: Outage): Date {
  return later(clock.deadlineAt, creditFor(a, clock, o))
}
