import type { Accommodation } from '#contract/accommodations.ts'
import type { Context } from '#server/platform/context.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import type { Tx } from '#server/platform/tx.ts'
import { askedMails } from './accommodation-mails.ts'
import { deleteRequest, findRequest, putRequest } from './accommodation-store.ts'
import type { Assignment } from './assignment.ts'
import { assignmentStarted } from './errors.ts'
import { keepOpenFor } from './start-window.ts'
import { lockAssignment } from './store.ts'

/** Time to answer in, so that asking late costs nobody their start. */
const DAYS_TO_ANSWER = 5

/**
 * Asks for more time or another form, before the start. Deliberately without an event: the record is read by more people
 * than this is for. Those who decide are mailed that there is something to answer, and not what.
 */
export async function askAccommodation(tx: Tx, ctx: Context, id: string, text: string): Promise<void> {
  const a = await lockAssignment(tx, id)
  if (a.state !== 'offered' || tx.now >= a.startBy) throw assignmentStarted()
  const first = await putRequest(tx, a.id, text)
  // Once: asking again and again must not keep a window open for ever.
  if (first && a.multiplier === 1) await keepOpenFor(tx, a, DAYS_TO_ANSWER * 86_400)
  for (const mail of await askedMails(tx, ctx, a.applicationId)) await queueMail(tx, `accommodation.asked:${a.id}:${tx.now.toISOString()}:${mail.to.address}`, mail, a.orgId)
}

/** Deletes what was asked for. Time that was given stays. */
export async function withdrawAccommodation(tx: Tx, id: string): Promise<void> {
  const a = await lockAssignment(tx, id)
  await deleteRequest(tx, a.id)
}

export async function presentAccommodation(tx: Tx, a: Assignment): Promise<Accommodation> {
  const request = await findRequest(tx, a.id)
  return {
    multiplier: a.multiplier,
    request: request && { text: request.text, asked_at: request.askedAt.toISOString(), answer: request.answer, answered_at: request.answeredAt?.toISOString() ?? null },
  }
}
