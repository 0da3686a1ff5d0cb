import type { Context } from '#server/platform/context.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import type { Tx } from '#server/platform/tx.ts'
import { answerRequest, findRequest } from './accommodation-store.ts'
import { answeredMail } from './accommodation-mails.ts'
import { limitOf } from './assignment.ts'
import { assignmentStarted } from './errors.ts'
import { keepOpenFor } from './start-window.ts'
import { lockAssignment, setMultiplier } from './store.ts'

/** Whoever was answered has this long to begin, whatever the window was. */
const HOURS_TO_BEGIN = 48

/** Sets a private multiplier before the start, and answers. The record says that it was done, never by how much. */
export async function setAccommodation(tx: Tx, ctx: Context, id: string, o: { multiplier: number; answer: string }): Promise<void> {
  const member = requireMember(tx)
  const a = await lockAssignment(tx, id)
  if (a.state !== 'offered') throw assignmentStarted()
  await setMultiplier(tx, a.id, o.multiplier)
  if (await findRequest(tx, a.id)) await answerRequest(tx, a.id, { answer: o.answer, by: member.memberId })
  await keepOpenFor(tx, a, HOURS_TO_BEGIN * 3600)
  const mail = await answeredMail(tx, ctx, a.applicationId, { limit: limitOf({ ...a, multiplier: o.multiplier }), answer: o.answer })
  await queueMail(tx, `accommodation:${a.id}:${tx.now.toISOString()}`, mail, a.orgId)
  await record(tx, 'assignment.accommodated', { orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, assignment_id: a.id })
}
