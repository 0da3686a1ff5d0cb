/** What a take-home is and the rules of its clock. No I/O: every time comes from the database and is handed in. */

export type AssignmentState = 'offered' | 'started' | 'submitted' | 'submitted_empty' | 'expired'

export interface Assignment {
  id: string
  orgId: string
  applicationId: string
  stageKey: string
  /** Of the repository in our own store; where somebody else's server takes the pushes, they are brought home to it. */
  repoId: string
  provider: 'built-in' | 'github'
  state: AssignmentState
  /** Seconds, before any accommodation. */
  timeLimit: number
  multiplier: number
  offeredAt: Date
  startBy: Date
  plannedStart: Date | null
  /** The clock: set by the start, together. */
  clock: Clock | null
  submitRequestedAt: Date | null
  /** Until when all pushes are known that somebody else's server took. */
  knownUntil: Date | null
  /** What is submitted, once that is settled. */
  frozen: Frozen | null
}

export interface Frozen {
  commit: string
  /** The push it came with; null when it is the starter. */
  pushId: string | null
}

export interface Clock {
  startedAt: Date
  deadlineAt: Date
  starterCommit: string
}

export type PushState = 'received' | 'accepted' | 'applied' | 'refused' | 'void'

/** One push from its first byte on. */
export interface PushRecord {
  id: string
  assignmentId: string
  receivedAt: Date
  finishedAt: Date | null
  state: PushState
}

export interface UploadFacts {
  changed: { added: number; modified: number; removed: number } | null
  leftOut: string[]
}

/** One ref of a push that was decided. */
export interface PushUpdate {
  pushId: string
  seq: number
  ref: string
  oldSha: string
  newSha: string
  /** The commit behind `newSha`, which may be an annotated tag. */
  commit: string
  subject: string
  forced: boolean
  applied: boolean
  /** Set when it came as a zip or a patch; the numbers only where it took effect. */
  upload: UploadFacts | null
  receivedAt: Date
  finishedAt: Date | null
  state: PushState
}

export const BRANCH = 'main'
export const MAIN = `refs/heads/${BRANCH}`
/** A push counts only if it is complete this long after its first byte. */
export const PUSH_SECONDS = 120
export const UNDO_SECONDS = 600
/**
 * How far the stamp of a first byte may be dated back for what passed on our side until it was written: a busy server costs
 * nobody their deadline. Freezing waits as long, so that no stamp in time ever comes after it.
 */
export const STAMP_SECONDS = 2
/** A push that arrived whole is ours to finish; after this long it has died with its process. */
const STUCK_SECONDS = 600

/** Seconds a person has in all: the limit times the accommodation, without extensions. */
export function limitOf(a: Pick<Assignment, 'timeLimit' | 'multiplier'>): number {
  return Math.round(a.timeLimit * a.multiplier)
}

export function later(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000)
}

export function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000
}

/** Whether a first byte at this moment counts: before the deadline, and not after the candidate submitted. */
export function inTime(a: Assignment, receivedAt: Date): boolean {
  if (!a.clock || receivedAt >= a.clock.deadlineAt) return false
  return a.submitRequestedAt === null || receivedAt <= a.submitRequestedAt
}

/** From when the submission can be frozen: every first byte in time has its stamp by then. */
export function freezeAt(a: Assignment, clock: Clock): Date {
  return later(sealAt(a, clock), STAMP_SECONDS)
}

/** When the submission is settled: at the deadline, or when an early submission can no longer be undone. */
export function sealAt(a: Assignment, clock: Clock): Date {
  if (!a.submitRequestedAt) return clock.deadlineAt
  const undoEnds = later(a.submitRequestedAt, UNDO_SECONDS)
  return undoEnds < clock.deadlineAt ? undoEnds : clock.deadlineAt
}

/** The moment from which nothing more counts, for the words of a refusal. */
export function closedAt(a: Assignment, clock: Clock): Date {
  return a.submitRequestedAt ?? clock.deadlineAt
}

/** Whether this push may still turn into one that counts, so that sealing must wait for it. */
export function isUnderWay(a: Assignment, p: PushRecord, now: Date): boolean {
  if ((p.state !== 'received' && p.state !== 'accepted') || !inTime(a, p.receivedAt)) return false
  if (p.finishedAt === null) return secondsBetween(p.receivedAt, now) <= PUSH_SECONDS
  return secondsBetween(p.finishedAt, now) <= STUCK_SECONDS
}

/** Whether an update is a candidate for the submission. */
export function counts(a: Assignment, u: PushUpdate): boolean {
  return u.applied && u.ref === MAIN && inTime(a, u.receivedAt)
}

/** The newest push that counts, by first byte; null while the starter would be submitted. */
export function newestThatCounts(a: Assignment, updates: readonly PushUpdate[]): PushUpdate | null {
  const counting = updates.filter((u) => counts(a, u))
  return counting.toSorted((x, y) => y.receivedAt.getTime() - x.receivedAt.getTime() || y.seq - x.seq)[0] ?? null
}

export type Judgement = 'counts' | 'not_running' | 'submitted_early' | 'late' | 'too_slow' | 'lost'

/** Decides about a push from its stamps alone; how long our queue was never enters. */
export function judge(a: Assignment, p: PushRecord): Judgement {
  if (!a.clock) return 'not_running'
  if (p.receivedAt >= a.clock.deadlineAt) return 'late'
  if (a.state !== 'started') return 'late'
  if (!inTime(a, p.receivedAt)) return 'submitted_early'
  if (p.state !== 'received' || !p.finishedAt) return 'lost'
  return secondsBetween(p.receivedAt, p.finishedAt) > PUSH_SECONDS ? 'too_slow' : 'counts'
}

/** Until when an early submission can be taken back; null when there is nothing to take back any more. */
export function undoUntil(a: Assignment, now: Date): Date | null {
  if (a.state !== 'started' || !a.clock || !a.submitRequestedAt) return null
  const until = sealAt(a, a.clock)
  return now < until ? until : null
}

export function isSealed(a: Assignment): boolean {
  return a.state === 'submitted' || a.state === 'submitted_empty'
}

/** Whether the clock runs: started, before the deadline, not submitted. */
export function isRunning(a: Assignment, now: Date): boolean {
  return a.state === 'started' && a.clock !== null && now < a.clock.deadlineAt && a.submitRequestedAt === null
}

/** Before the deadline, in which a token found in a push still opens its repository: nobody may lose their way in then. */
const LAST_SECONDS = 1800

/** Whether a token found in a push is to end with the deadline instead of now. */
export function keepsFoundToken(a: Assignment, now: Date): boolean {
  return a.clock !== null && isRunning(a, now) && secondsBetween(now, a.clock.deadlineAt) <= LAST_SECONDS
}

/** What a stored row owes now: sealing or expiring, which a timer may not have done yet. */
export function overdue(a: Assignment, now: Date): 'seal' | 'expire' | null {
  if (a.state === 'offered' && now >= a.startBy) return 'expire'
  return a.state === 'started' && a.clock && now >= freezeAt(a, a.clock) ? 'seal' : null
}

/** Branch names as people know them; anything else by its full name. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/heads\//, '')
}
