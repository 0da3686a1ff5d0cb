import { durationSeconds } from '#contract/duration.ts'
import type { Interview } from '#contract/interviews.ts'
import type { ScoreFacts, Verdict } from '#contract/scorecards.ts'
import { findStage, keepPromise, openPromise, refreshStage } from '#server/features/applications/index.ts'
import { releaseSlot } from '#server/features/scheduling/index.ts'
import { missingInCard, sealDocument } from '#server/features/scorecards/index.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { forbidden, notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { criterionUnknown, interviewNotBooked, interviewNotHeld, scorecardIncomplete, scorecardSealed } from './errors.ts'
import { type Loaded, lockForMember, mustRun } from './load.ts'
import { presentInterview } from './present.ts'
import { cardOf, changeScorecard, ownScorecard, putScore } from './scorecard-store.ts'
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

/** The interviewer's own card, while it is open. */
async function openCard(tx: Tx, id: string) {
  const l = await lockForMember(tx, id)
  const me = requireMember(tx)
  if (l.i.interviewer_id !== me.memberId) throw forbidden('Only the interviewer scores an interview.')
  const card = await ownScorecard(tx, id, me.memberId)
  if (card.sealed_at) throw scorecardSealed()
  return { l, card }
}

export async function saveInterviewScore(tx: Tx, id: string, criterionId: string, s: ScoreFacts): Promise<Interview> {
  const { l, card } = await openCard(tx, id)
  if (!l.stage.config.criteria.some((c) => c.id === criterionId)) throw criterionUnknown()
  await putScore(tx, card.id, { criterion_id: criterionId, ...s })
  return fresh(tx, l)
}

export async function saveInterviewVerdict(tx: Tx, id: string, v: Verdict): Promise<Interview> {
  const { l, card } = await openCard(tx, id)
  await changeScorecard(tx, card.id, v)
  return fresh(tx, l)
}

/** For good: from here on the others may read it and nobody may change it. */
export async function sealScorecard(tx: Tx, id: string): Promise<Interview> {
  const { l, card } = await openCard(tx, id)
  if (l.i.state !== 'held') throw interviewNotHeld()
  const { criteria } = l.stage.config
  const facts = await cardOf(tx, card)
  const missing = missingInCard(criteria, facts)
  if (missing.length > 0) throw scorecardIncomplete(missing)
  const sha256 = sha256Hex(sealDocument(facts, { scorecard_id: card.id, rubric_sha256: sha256Hex(canonicalJson(criteria)) }))
  await changeScorecard(tx, card.id, { sealed_at: tx.now, sha256 })
  await record(tx, 'scorecard.sealed', subject(l), { ...ids(l), scorecard_id: card.id, sha256 })
  await refreshStage(tx, l.a.id)
  return fresh(tx, l)
}
