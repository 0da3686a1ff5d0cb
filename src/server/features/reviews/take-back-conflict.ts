import { memberName } from '#server/features/accounts/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { forbidden } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Conflict, whyNotTakeBack } from './conflict.ts'
import { lockConflict, markTakenBack } from './conflict-store.ts'
import { conflictNotFound, conflictTakenBack } from './errors.ts'
import { applicationIfSeen } from './find.ts'
import { decidesFor } from './round-actions.ts'
import { sentenceWhyNot } from './show-conflicts.ts'

/**
 * From now on it keeps nobody out of a round that opens later. Rounds that are open stay as they are: somebody who was kept
 * out of one does not come back into it.
 */
export async function takeBackConflict(tx: Tx, id: string): Promise<void> {
  const { memberId } = requireMember(tx)
  const c = await lockConflict(tx, id)
  if (!c || !(await maySee(tx, c))) throw conflictNotFound()
  const why = whyNotTakeBack(c, { memberId, deciding: await decidesFor(tx, c) })
  if (why === 'taken_back') throw conflictTakenBack()
  if (why) throw forbidden(sentenceWhyNot(why, await memberName(tx, c.memberId)))
  await markTakenBack(tx, c.id, memberId)
  await record(tx, 'conflict.taken_back', { orgId: c.orgId, applicationId: c.applicationId, jobId: c.jobId }, { application_id: c.applicationId, member_id: c.memberId })
}

/** Whom it is about, and those who decide. To everybody else it is as unknown as one that does not exist. */
async function maySee(tx: Tx, c: Conflict): Promise<boolean> {
  const me = requireMember(tx)
  if (c.orgId !== me.orgId) return false
  return c.memberId === me.memberId || ((await decidesFor(tx, c)) && (await applicationIfSeen(tx, c.applicationId)) !== null)
}
