import type { RepoStore } from '#server/adapters/git/port.ts'
import { type LoadedApplication, refreshStage } from '#server/features/applications/index.ts'
import { type NamedStarter, starterFilesFor } from '#server/features/starters/index.ts'
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

/** Fixed, so that one process version has one starter commit, whoever starts and whenever. */
export const STARTER = { message: 'Your starting point\n', author: { name: 'Handiwork', email: 'noreply@handiwork.invalid' }, at: new Date('2026-01-01T00:00:00Z') }

/**
 * Starts the clock, once: the repository is made first (making it twice makes one), then one transaction sets the start
 * and the deadline by the database's clock. Whoever asks second gets the attempt that is already running.
 */
export async function startAssignment(ctx: Context, a: Assignment, application: LoadedApplication): Promise<void> {
  if (a.state !== 'offered') return refuseUnlessStarted(a)
  if (application.state !== 'active') throw applicationEnded()
  const starterId = await starterOf(ctx, application)
  const { commit } = await ctx.git.create(a.repoId, starterId)
  await ctx.transaction((tx) => startClock(tx, a.id, commit))
}

/** For whoever asks to start what is not there to be started: fine when it runs already, else refused. */
export function refuseUnlessStarted(a: Assignment) {
  if (a.state === 'expired') throw startWindowOver(a.startBy)
}

/** Many start at once from one process version: its starter is made once in each process. */
const starters = new WeakMap<RepoStore, Map<string, Promise<string>>>()

function starterOf(ctx: Context, application: LoadedApplication): Promise<string> {
  const made = starters.get(ctx.git) ?? new Map<string, Promise<string>>()
  starters.set(ctx.git, made)
  const { config } = assignmentStageOf(application.process)
  const { rubric, sha256 } = rubricOf(application)
  // Two companies may call different starters by one name, and a version by its number.
  const key = `${application.orgId}/${config.scaffold}@${config.starter_version ?? ''}:${sha256}`
  const starter = made.get(key) ?? prepareStarter(ctx, application.orgId, config, rubricFile(rubric, sha256))
  made.set(key, starter)
  // A failure is not kept: the next who starts tries again.
  starter.catch(() => made.delete(key))
  return starter
}

async function prepareStarter(ctx: Context, orgId: string, named: NamedStarter, rubric: string): Promise<string> {
  const files = (await starterFilesFor(ctx, orgId, named)).filter((f) => f.path !== 'RUBRIC.md')
  return (await ctx.git.prepareStarter([...files, { path: 'RUBRIC.md', content: rubric }], STARTER)).starterId
}

/** The start itself, once the repository is there: the clock by the database's time, with all its timers. */
export async function startClock(tx: Tx, id: string, starterCommit: string): Promise<void> {
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
