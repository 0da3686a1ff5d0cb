import type { PortalInterview } from '#contract/interviews.ts'
import { bookSlot, releaseSlot } from '#server/features/scheduling/index.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { interviewHeld, interviewNotBooked } from './errors.ts'
import { type Loaded, interviewersOf, lockForCandidate } from './load.ts'
import { presentForCandidate } from './present.ts'
import { changeInterview, interviewById } from './store.ts'

const subject = (l: Loaded) => ({ orgId: l.a.orgId, applicationId: l.a.id, jobId: l.a.jobId })

/** Books, or moves what is booked. Every change raises SEQUENCE, so that calendars replace the older one. */
export async function bookInterview(tx: Tx, id: string, b: { slot_id: string; time_zone: string }): Promise<PortalInterview> {
  const l = await lockForCandidate(tx, id)
  if (l.i.state === 'held' || l.a.state !== 'active') throw interviewHeld()
  const booked = await bookSlot(tx, { slotId: b.slot_id, kind: 'interview', id, label: `Interview with ${l.a.candidate.name}`, memberIds: await interviewersOf(tx, l.a) })
  const sequence = l.i.sequence + 1
  await changeInterview(tx, id, { state: 'booked', interviewer_id: booked.memberId, starts_at: booked.startsAt, ends_at: booked.endsAt, candidate_time_zone: b.time_zone, sequence })
  await record(tx, 'interview.booked', subject(l), { application_id: l.a.id, interview_id: id, starts_at: booked.startsAt.toISOString(), sequence })
  return fresh(tx, l)
}

export async function cancelInterview(tx: Tx, id: string): Promise<PortalInterview> {
  const l = await lockForCandidate(tx, id)
  if (l.i.state !== 'booked') throw interviewNotBooked()
  await releaseSlot(tx, 'interview', id)
  const sequence = l.i.sequence + 1
  // Times and interviewer stay on the row until the next booking: the cancellation mail names them.
  await changeInterview(tx, id, { state: 'to_book', sequence })
  await record(tx, 'interview.canceled', subject(l), { application_id: l.a.id, interview_id: id, sequence })
  return fresh(tx, l)
}

async function fresh(tx: Tx, l: Loaded): Promise<PortalInterview> {
  return presentForCandidate(tx, { ...l, i: (await interviewById(tx, l.i.id)) ?? l.i })
}

