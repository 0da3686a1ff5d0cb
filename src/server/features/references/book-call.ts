import { durationSeconds } from '#contract/duration.ts'
import type { RefereePage } from '#contract/references.ts'
import { memberName } from '#server/features/accounts/index.ts'
import { type LoadedApplication, currentStage, findStage, loadApplicationById, lockApplication } from '#server/features/applications/index.ts'
import { bookSlot, openSlots } from '#server/features/scheduling/index.ts'
import { hashToken } from '#server/lib/tokens.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { callersOf } from './callers.ts'
import { refereeLinkInvalid, referenceCompleted, referenceNotNeeded } from './errors.ts'
import { type ReferenceRow, changeReference, lockReference, referenceByToken } from './store.ts'

async function load(tx: Tx, token: string): Promise<{ r: ReferenceRow; a: LoadedApplication }> {
  const r = await referenceByToken(tx, hashToken(token))
  if (!r) throw refereeLinkInvalid()
  return { r, a: await loadApplicationById(tx, r.application_id) }
}

/** While the application stands at its references and this call has not been completed. */
function isOpen(r: ReferenceRow, a: LoadedApplication): boolean {
  return a.state === 'active' && currentStage(a)?.type === 'reference_check' && r.state !== 'completed'
}

function minutesOf(a: LoadedApplication): number {
  return Math.ceil(durationSeconds(findStage(a.process, 'reference_check')?.config.call_duration ?? 'PT20M') / 60)
}

/** What a referee sees: company, candidate, role, times. Nothing of the other referee. */
export async function refereePage(tx: Tx, token: string): Promise<RefereePage> {
  const { r, a } = await load(tx, token)
  const open = isOpen(r, a)
  return {
    organization: a.organization.name,
    candidate_name: a.candidate.name,
    job_title: a.job.title,
    referee_name: r.name,
    minutes: minutesOf(a),
    state: r.state,
    open,
    starts_at: r.starts_at?.toISOString() ?? null,
    ends_at: r.ends_at?.toISOString() ?? null,
    time_zone: r.time_zone,
    with: r.caller_id ? await memberName(tx, r.caller_id) : null,
    phone: r.phone,
    slots: open ? await openSlots(tx, { memberIds: await callersOf(tx, a), minutes: minutesOf(a) }) : [],
  }
}

/** Books the call, or moves it. */
export async function bookReferenceCall(tx: Tx, token: string, b: { slot_id: string; time_zone: string; phone: string }): Promise<RefereePage> {
  const { r: found } = await load(tx, token)
  // The application first, as everybody who ends it does: a call is never booked while somebody leaves.
  const a = await lockApplication(tx, found.application_id)
  const r = await lockReference(tx, found.id)
  if (!a || !r || !isOpen(r, a)) throw r?.state === 'completed' ? referenceCompleted() : referenceNotNeeded()
  const booked = await bookSlot(tx, { slotId: b.slot_id, kind: 'reference', id: r.id, label: `Reference call about ${a.candidate.name}`, memberIds: await callersOf(tx, a) })
  const sequence = r.sequence + 1
  await changeReference(tx, r.id, { state: 'booked', caller_id: booked.memberId, starts_at: booked.startsAt, ends_at: booked.endsAt, time_zone: b.time_zone, phone: b.phone, sequence })
  await record(tx, 'reference.booked', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, reference_id: r.id, starts_at: booked.startsAt.toISOString(), sequence })
  return refereePage(tx, token)
}
