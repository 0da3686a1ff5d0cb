import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { moveTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, later } from './assignment.ts'
import { creditedDeadline, creditFor, type Outage, OUTAGE_SECONDS } from './outage.ts'
import { insertCredit, insertOutage, insertRun, lockRuns, lockRunningSince, prolongRun, secondsUnseen } from './outage-store.ts'
import { sealTask } from './start-assignment.ts'
import { setDeadline } from './store.ts'
import { moment } from './words.ts'

/** How often a running server says that it is there. Freezing waits for the first time after a deadline. */
const PULSE_MS = 3000

export interface Pulse {
  stop(): Promise<void>
}

/**
 * Says from now on that our git server is there. Before that, everybody whose clock ran while it was away gets that time
 * back; nothing is frozen in between, because freezing needs a sign of life after the deadline.
 */
export async function startPulse(context: Context): Promise<Pulse> {
  const ctx = context.as(SYSTEM)
  const run = await ctx.transaction(begin)
  const beat = () => ctx.transaction((tx) => pulse(tx, run)).catch((error: unknown) => ctx.log.warn({ err: error }, 'no pulse'))
  let last = Promise.resolve()
  const timer = setInterval(() => (last = beat()), PULSE_MS)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await last
    },
  }
}

async function begin(tx: Tx): Promise<string> {
  await lockRuns(tx)
  await creditGap(tx)
  return insertRun(tx)
}

/** A machine that slept comes back without a start: the gap is just the same. */
async function pulse(tx: Tx, run: string): Promise<void> {
  const unseen = (await secondsUnseen(tx)) ?? 0
  if (unseen > OUTAGE_SECONDS) {
    await lockRuns(tx)
    await creditGap(tx)
  }
  await prolongRun(tx, run)
}

/** Gives back what the gap until now has taken; nothing when there is none. */
async function creditGap(tx: Tx): Promise<void> {
  const unseen = await secondsUnseen(tx)
  if (unseen === null || unseen <= OUTAGE_SECONDS) return
  const beganAt = later(tx.now, -unseen)
  const running = (await lockRunningSince(tx, beganAt)).filter((a) => a.clock && creditFor(a, a.clock, { id: '', beganAt, endedAt: tx.now }) > 0)
  if (running.length === 0) return
  const outage = await insertOutage(tx, { beganAt, endedAt: tx.now })
  for (const a of running) await credit(tx, a, outage)
}

async function credit(tx: Tx, a: Assignment, o: Outage): Promise<void> {
  if (!a.clock) return
  const seconds = creditFor(a, a.clock, o)
  const deadlineAt = creditedDeadline(a, a.clock, o)
  const reason = `Our server was away from ${moment(o.beganAt)} to ${moment(o.endedAt)}.`
  await insertCredit(tx, a.id, { seconds, reason, outageId: o.id })
  await setDeadline(tx, a.id, deadlineAt)
  await moveTask(tx, sealTask(a.id), deadlineAt)
  await record(tx, 'assignment.extended', { orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, assignment_id: a.id, seconds, deadline_at: deadlineAt.toISOString(), reason })
}
