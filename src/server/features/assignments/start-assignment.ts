import { loadApplicationForCandidate, refreshStage } from '#server/features/applications/index.ts'
import { starterFilesOf } from '#server/features/templates/index.ts'
import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, type Clock, later, limitOf } from './assignment.ts'
import { applicationEnded, startWindowOver } from './errors.ts'
import { assignmentStageOf, rubricOf } from './facts.ts'
import { remindersOf } from './reminders.ts'
import { rubricFile } from './rubric.ts'
import { lockAssignment, setStarted } from './store.ts'

type Application = Awaited<ReturnType<typeof loadApplicationForCandidate>>

/** Fixed, so that one process version has one starter commit, whoever starts and whenever. */
const STARTER = { message: 'Your starting point\n', author: { name: 'Handiwork', email: 'noreply@handiwork.invalid' }, at: new Date('2026-01-01T00:00:00Z') }

/**
 * Starts the clock, once: the repository is made first (making it twice makes one), then one transaction sets the start
 * and the deadline by the database's clock. Whoever asks second gets the attempt that is already running.
 */
export async function startAssignment(ctx: Context, a: Assignment): Promise<void> {
  if (a.state !== 'offered') return refuseUnlessStarted(a)
  const application = await ctx.transaction((tx) => loadApplicationForCandidate(tx, a.applicationId))
  if (application.state !== 'active') throw applicationEnded()
  const starterCommit = await makeRepository(ctx, a, application)
  await ctx.transaction((tx) => startClock(tx, a.id, starterCommit))
}

function refuseUnlessStarted(a: Assignment) {
  if (a.state === 'expired') throw startWindowOver(a.startBy)
}

async function makeRepository(ctx: Context, a: Assignment, application: Application): Promise<string> {
  const { config } = assignmentStageOf(application.process)
  const { rubric, sha256 } = rubricOf(application)
  const files = (await starterFilesOf(config.scaffold)).filter((f) => f.path !== 'RUBRIC.md')
  const { starterId } = await ctx.git.prepareStarter([...files, { path: 'RUBRIC.md', content: rubricFile(rubric, sha256) }], STARTER)
  return (await ctx.git.create(a.repoId, starterId)).commit
}

async function startClock(tx: Tx, id: string, starterCommit: string) {
  const a = await lockAssignment(tx, id)
  if (a.state !== 'offered') return refuseUnlessStarted(a)
  if (tx.now >= a.startBy) throw startWindowOver(a.startBy)
  const clock = { startedAt: tx.now, deadlineAt: later(tx.now, limitOf(a)), starterCommit }
  await setStarted(tx, a.id, clock)
  await addTimers(tx, a, clock)
  await refreshStage(tx, a.applicationId)
  await record(tx, 'assignment.started', { orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, assignment_id: a.id, deadline_at: clock.deadlineAt.toISOString() })
}

async function addTimers(tx: Tx, a: Assignment, clock: Clock) {
  const task = { orgId: a.orgId, payload: { assignment_id: a.id } }
  await addTask(tx, { ...task, kind: 'assignment.seal', key: sealTask(a.id), dueAt: clock.deadlineAt })
  for (const { which, dueAt } of remindersOf(a, clock)) {
    await addTask(tx, { ...task, kind: 'assignment.remind', key: `assignment.remind:${which}:${a.id}`, payload: { assignment_id: a.id, which }, dueAt })
  }
}

/** The timer that freezes the submission, by its key. */
export function sealTask(assignmentId: string): string {
  return `assignment.seal:${assignmentId}`
}
