import { durationSeconds } from '#contract/duration.ts'
import type { Interview } from '#contract/interviews.ts'
import type { ScoreFacts, Verdict } from '#contract/scorecards.ts'
import { findStage, keepPromise, openPromise, refreshStage } from '#server/features/applications/index.ts'
import { releaseSlot } from '#server/features/scheduling/index.ts'
import { saveCardScore, saveCardVerdict, type Scoring, sealCard } from '#server/features/scorecards/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { forbidden, notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { interviewNotBooked, interviewNotHeld } from './errors.ts'
import { type Loaded, lockForMember, mustRun } from './load.ts'
import { presentInterview } from './present.ts'
import { changeInterview, deleteAddedItem, insertAgendaItem, interviewById, pointItem } from './store.ts'

const subject = (l: Loaded) => ({ orgId: l.a.orgId, applicationId: l.a.id, jobId: l.a.jobId })
const ids = (l: Loaded) => ({ application_id: l.a.id, interview_id: l.i.id })

async function fresh(tx: Tx, l: Loaded): Promise<Interview> {
  return presentInterview(tx, { ...l, i: (await interviewById(tx, l.i.id)) ?? l.i })
}

/** It took place. The promise of an offer starts now: 48 hours, or what the process says. */
export async function markHeld(tx: Tx, id: string): Promise<Interview> {
  const l = await lockForMember(tx, id)
  mustRun(tx, l.i)
  if (l.i.state !== 'booked') throw interviewNotBooked()
  await changeInterview(tx, id, { state: 'held', held_at: tx.now })
  await keepPromise(tx, { orgId: l.a.orgId, applicationId: l.a.id, kind: 'interview' })
  const within = findStage(l.a.process, 'offer')?.due_within
  if (within) await openPromise(tx, { orgId: l.a.orgId, applicationId: l.a.id, kind: 'offer', text: 'You have an offer, or a clear answer', dueAt: new Date(tx.now.getTime() + durationSeconds(within) * 1000) })
  await record(tx, 'interview.held', subject(l), ids(l))
  await refreshStage(tx, l.a.id)
  return fresh(tx, l)
}

/** The candidate did not come. They may book again. */
export async function markNoShow(tx: Tx, id: string): Promise<Interview> {
  const l = await lockForMember(tx, id)
  mustRun(tx, l.i)
  if (l.i.state !== 'booked') throw interviewNotBooked()
  await releaseSlot(tx, 'interview', id)
  await changeInterview(tx, id, { state: 'no_show' })
  await record(tx, 'interview.no_show', subject(l), ids(l))
  return fresh(tx, l)
}

export async function addAgendaItem(tx: Tx, id: string, item: { text: string; path: string; line: number }): Promise<Interview> {
  const l = await lockForMember(tx, id)
  mustRun(tx, l.i)
  await insertAgendaItem(tx, id, { source: 'added', prompt: '', ...item })
  await record(tx, 'interview.agenda_changed', subject(l), ids(l))
  return fresh(tx, l)
}

export async function pointAgendaItem(tx: Tx, id: string, itemId: string, at: { path: string; line: number }): Promise<Interview> {
  const l = await lockForMember(tx, id)
  mustRun(tx, l.i)
  if (!(await pointItem(tx, id, itemId, at))) throw notFound('This question')
  await record(tx, 'interview.agenda_changed', subject(l), ids(l))
  return fresh(tx, l)
}

export async function removeAgendaItem(tx: Tx, id: string, itemId: string): Promise<Interview> {
  const l = await lockForMember(tx, id)
  mustRun(tx, l.i)
  if (!(await deleteAddedItem(tx, id, itemId))) throw notFound('A question you added')
  await record(tx, 'interview.agenda_changed', subject(l), ids(l))
  return fresh(tx, l)
}

/** What the asking member scores: the interview they are the interviewer of. */
async function toScore(tx: Tx, id: string): Promise<{ l: Loaded; scoring: Scoring }> {
  const l = await lockForMember(tx, id)
  if (l.i.interviewer_id !== requireMember(tx).memberId) throw forbidden('Only the interviewer scores an interview.')
  return { l, scoring: { about: { interview_id: id }, criteria: l.stage.config.criteria } }
}

export async function saveInterviewScore(tx: Tx, id: string, criterionId: string, score: ScoreFacts): Promise<Interview> {
  const { l, scoring } = await toScore(tx, id)
  await saveCardScore(tx, scoring, criterionId, score)
  return fresh(tx, l)
}

export async function saveInterviewVerdict(tx: Tx, id: string, verdict: Verdict): Promise<Interview> {
  const { l, scoring } = await toScore(tx, id)
  await saveCardVerdict(tx, scoring, verdict)
  return fresh(tx, l)
}

/** For good: from here on the others may read it and nobody may change it. */
export async function sealScorecard(tx: Tx, id: string): Promise<Interview> {
  const { l, scoring } = await toScore(tx, id)
  if (l.i.state !== 'held') throw interviewNotHeld()
  const sealed = await sealCard(tx, scoring)
  await record(tx, 'scorecard.sealed', subject(l), { ...ids(l), ...sealed })
  await refreshStage(tx, l.a.id)
  return fresh(tx, l)
}
