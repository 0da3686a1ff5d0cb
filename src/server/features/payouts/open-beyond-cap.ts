import { loadApplicationForMember } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { conflict } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { PEOPLE_BEYOND_A_CAP } from './budget.ts'
import { addException } from './cap-store.ts'

/**
 * The asking member is one of the two who let this candidate into the next, paid stage beyond the budget.
 * @throws Refusal `stage_not_paid`
 */
export async function openBeyondCap(tx: Tx, applicationId: string): Promise<{ people: number; needed: number }> {
  const a = await loadApplicationForMember(tx, applicationId)
  const next = a.process.stages[a.stageIndex + 1]
  if (!next?.payout) throw conflict('stage_not_paid', 'The next stage of this application pays nothing, so no budget stands before it.')
  const { memberId } = requireMember(tx)
  const people = await addException(tx, a.id, next.key, memberId)
  await record(tx, 'payout.cap_exceeded', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, stage_key: next.key, member_id: memberId })
  return { people, needed: PEOPLE_BEYOND_A_CAP }
}
