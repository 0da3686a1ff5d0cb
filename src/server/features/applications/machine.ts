import { durationSeconds } from '#contract/duration.ts'
import type { Stage } from '#contract/process.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type LoadedApplication, currentStage, isLastStage } from './application.ts'
import { type PromiseKind, openPromise } from './promises.ts'
import { voidPromises } from './promise-store.ts'
import { whyNotGoOn } from './stage-gate.ts'
import { type ApplicationInStage, type StageReport, stageTypeOf } from './stage-type.ts'
import { applicationById, applicationsById, completeStageRow, endApplication, enterStageRow, lockApplication } from './store.ts'

/** The application and the stage it is in, as stage types see it. */
export function inStage(a: LoadedApplication): ApplicationInStage {
  return { application: a, stage: currentStage(a), index: a.stageIndex, enteredAt: a.stageEnteredAt }
}

/** What the current stage says of itself. A finished stage that does not move on by itself waits for the team. */
export async function reportOf(tx: Tx, a: LoadedApplication): Promise<StageReport> {
  const report = await stageTypeOf(currentStage(a).type).status(tx, inStage(a))
  const dueAt = report.dueAt ?? dueWithin(a)
  const shut = report.complete ? await whyNotGoOn(tx, a, { hold: false }) : null
  if (shut) return { ...report, dueAt, waitingOn: 'team', canAdvance: false, missing: [shut] }
  return report.complete && !movesOnByItself(a) ? { ...report, dueAt, waitingOn: 'team' } : { ...report, dueAt }
}

function dueWithin(a: LoadedApplication): Date | null {
  const within = currentStage(a).due_within
  return within ? new Date(a.stageEnteredAt.getTime() + durationSeconds(within) * 1000) : null
}

function movesOnByItself(a: LoadedApplication): boolean {
  const stage = currentStage(a)
  return !isLastStage(a) && (stage.auto_advance ?? stageTypeOf(stage.type).autoAdvance)
}

const subject = (a: LoadedApplication) => ({ orgId: a.orgId, applicationId: a.id, jobId: a.jobId })

/** Enters a stage: its row, its promise, its own work. */
export async function enterStage(tx: Tx, applicationId: string, index: number): Promise<void> {
  await enterStageRow(tx, applicationId, index)
  const a = await mustLoad(tx, applicationId)
  const stage = currentStage(a)
  await promiseOnEntering(tx, a, stage)
  await stageTypeOf(stage.type).onEnter(tx, inStage(a))
  await record(tx, 'stage.entered', subject(a), { application_id: a.id, stage_key: stage.key, stage_type: stage.type })
}

const PROMISED: Partial<Record<Stage['type'], { kind: PromiseKind; text: string }>> = {
  team_review: { kind: 'review', text: 'Your work is reviewed' },
  live_interview: { kind: 'interview', text: 'Your interview takes place' },
  reference_check: { kind: 'references', text: 'Your reference calls are made' },
  offer: { kind: 'offer', text: 'You have an offer' },
}

async function promiseOnEntering(tx: Tx, a: LoadedApplication, stage: Stage) {
  const promise = PROMISED[stage.type]
  if (!promise || !stage.due_within) return
  const dueAt = new Date(tx.now.getTime() + durationSeconds(stage.due_within) * 1000)
  await openPromise(tx, { orgId: a.orgId, applicationId: a.id, ...promise, dueAt })
}

/**
 * Looks again whether the current stage is complete, and moves on when it says so by itself. Stage features call this
 * when something of theirs changed.
 */
export async function refreshStage(tx: Tx, applicationId: string): Promise<void> {
  const a = await lockApplication(tx, applicationId)
  if (!a || a.state !== 'active') return
  const report = await reportOf(tx, a)
  if (!report.complete) return
  await completeStage(tx, a)
  // Where the next stage is shut, the application waits here for somebody of the team.
  if (movesOnByItself(a) && !(await whyNotGoOn(tx, a, { hold: true }))) await moveOn(tx, a, null)
}

/** Marks the current stage completed, once. */
async function completeStage(tx: Tx, a: LoadedApplication): Promise<void> {
  if (!(await completeStageRow(tx, a.id, a.stageIndex))) return
  const stage = currentStage(a)
  await record(tx, 'stage.completed', subject(a), { application_id: a.id, stage_key: stage.key, stage_type: stage.type })
}

/**
 * Leaves the current stage for the next one; beyond the last one stands the hire. The caller holds the application's
 * lock and has checked everything.
 */
export async function moveOn(tx: Tx, a: LoadedApplication, noteId: string | null): Promise<void> {
  const next = a.process.stages[a.stageIndex + 1]
  await completeStage(tx, a)
  await stageTypeOf(currentStage(a).type).onLeave?.(tx, inStage(a), 'advanced', '')
  await record(tx, 'stage.advanced', subject(a), { application_id: a.id, from: currentStage(a).key, to: next?.key ?? null, note_id: noteId })
  if (!next) return hireApplication(tx, a.id)
  await enterStage(tx, a.id, a.stageIndex + 1)
  await refreshStage(tx, a.id)
}

/** Ends an application as hired. Called by the stage whose completion means that. */
export async function hireApplication(tx: Tx, applicationId: string): Promise<void> {
  const a = await lockApplication(tx, applicationId)
  if (!a || a.state !== 'active') return
  await completeStage(tx, a)
  await endApplication(tx, a.id, { state: 'hired' })
  await voidPromises(tx, a.id)
  await record(tx, 'application.hired', subject(a), { application_id: a.id })
}

/** An application for the program itself: timers, effects, reactions. */
export async function loadApplicationById(tx: Tx, id: string): Promise<LoadedApplication> {
  return mustLoad(tx, id)
}

/** Many at once, in no order; those that do not exist are left out. */
export async function loadApplicationsById(tx: Tx, ids: readonly string[]): Promise<LoadedApplication[]> {
  return applicationsById(tx, ids)
}

async function mustLoad(tx: Tx, id: string): Promise<LoadedApplication> {
  const a = await applicationById(tx, id)
  if (!a) throw notFound('This application')
  return a
}
