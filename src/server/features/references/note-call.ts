import type { ReferenceCheck } from '#contract/references.ts'
import { memberName } from '#server/features/accounts/index.ts'
import { type LoadedApplication, findStage, keepPromise, loadApplicationForCandidate, loadApplicationForMember, lockApplication, refreshStage } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { forbidden, notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { mustReadNotes } from './callers.ts'
import { referenceCompleted, referenceIncomplete } from './errors.ts'
import { type ReferenceRow, changeReference, lockReference, referenceById, referencesOf } from './store.ts'

type Notes = { answers: readonly { question_id: string; answer: string }[]; recommendation: ReferenceCheck['recommendation'] }

const questionsOf = (a: LoadedApplication) => findStage(a.process, 'reference_check')?.config.questions ?? []

async function present(tx: Tx, a: LoadedApplication, r: ReferenceRow): Promise<ReferenceCheck> {
  return {
    id: r.id,
    referee: { name: r.name, email: r.email, relationship: r.relationship, note: r.note },
    state: r.state,
    invited_at: r.invited_at.toISOString(),
    starts_at: r.starts_at?.toISOString() ?? null,
    caller: r.caller_id ? { id: r.caller_id, name: await memberName(tx, r.caller_id) } : null,
    phone: r.phone,
    answers: questionsOf(a).map((q) => ({ question_id: q.id, question: q.question, answer: r.answers[q.id] ?? '' })),
    recommendation: r.recommendation,
    completed_at: r.completed_at?.toISOString() ?? null,
  }
}

/** The team's view, notes included. */
export async function getReferences(tx: Tx, applicationId: string) {
  const a = await loadApplicationForMember(tx, applicationId)
  await mustReadNotes(tx, a)
  const items = []
  for (const r of await referencesOf(tx, a.id)) items.push(await present(tx, a, r))
  return { wanted: findStage(a.process, 'reference_check')?.config.count ?? 0, items }
}

/** The candidate's view: whom they named and whether a call is booked. Never notes, times or callers. */
export async function getPortalReferences(tx: Tx, applicationId: string) {
  const a = await loadApplicationForCandidate(tx, applicationId)
  const config = findStage(a.process, 'reference_check')?.config
  const items = await referencesOf(tx, a.id)
  const inStage = a.state === 'active' && a.process.stages[a.stageIndex]?.type === 'reference_check'
  return { wanted: config?.count ?? 0, asked_for: config?.wanted ?? [], can_name: inStage && items.length === 0, items: items.map((r) => ({ name: r.name, email: r.email, relationship: r.relationship, state: r.state })) }
}

async function openReference(tx: Tx, id: string): Promise<{ r: ReferenceRow; a: LoadedApplication }> {
  const found = await referenceById(tx, id)
  if (!found) throw notFound('This reference')
  const a = await loadApplicationForMember(tx, found.application_id)
  await lockApplication(tx, a.id)
  const r = await lockReference(tx, id)
  if (!r) throw notFound('This reference')
  const me = requireMember(tx)
  if (me.role !== 'owner' && me.role !== 'recruiter' && me.memberId !== r.caller_id) throw forbidden('Only the caller, an owner or a recruiter can do this.')
  if (r.state === 'completed') throw referenceCompleted()
  return { r, a }
}

export async function saveNotes(tx: Tx, id: string, n: Notes): Promise<ReferenceCheck> {
  const { a } = await openReference(tx, id)
  const known = new Set(questionsOf(a).map((q) => q.id))
  const answers = Object.fromEntries(n.answers.filter((x) => known.has(x.question_id)).map((x) => [x.question_id, x.answer]))
  await changeReference(tx, id, { answers, recommendation: n.recommendation })
  await record(tx, 'reference.noted', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, reference_id: id })
  return present(tx, a, (await referenceById(tx, id))!)
}

/** The call took place and is written down. */
export async function completeReference(tx: Tx, id: string): Promise<ReferenceCheck> {
  const { r, a } = await openReference(tx, id)
  const missing = missingOf(a, r)
  if (missing.length > 0) throw referenceIncomplete(missing)
  await changeReference(tx, id, { state: 'completed', completed_at: tx.now })
  await record(tx, 'reference.completed', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, reference_id: id })
  const all = await referencesOf(tx, a.id)
  if (all.every((x) => x.state === 'completed')) await keepPromise(tx, { orgId: a.orgId, applicationId: a.id, kind: 'references' })
  await refreshStage(tx, a.id)
  return present(tx, a, (await referenceById(tx, id))!)
}

function missingOf(a: LoadedApplication, r: ReferenceRow): string[] {
  const missing = questionsOf(a).filter((q) => !r.answers[q.id]?.trim()).map((q) => `Note the answer to “${q.question}”`)
  if (r.state !== 'booked') missing.unshift('The referee has not booked a call')
  if (r.recommendation === null) missing.push('Choose what the referee recommends')
  return missing.map((m) => (/[?.]”?$/.test(m) ? m : `${m}.`))
}
