import { type LoadedApplication, loadApplicationForMember } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { PEOPLE_BEYOND_A_CAP, whyNotOpen } from './beyond-cap.ts'
import { openersOf } from './budget.ts'
import { addException, lockBudget } from './cap-store.ts'
import { budgetOpen, stageNotPaid } from './errors.ts'
import { type PaidStage, paidStage } from './payout.ts'

/**
 * The asking member is one of the two, an owner among them, who let this candidate into the next, paid stage beyond the budget.
 * @throws Refusal `stage_not_paid`; `budget_opened` when they have done so before, or are not the one who is missing
 */
export async function openBeyondCap(tx: Tx, applicationId: string): Promise<{ people: number; needed: number }> {
  const a = await loadApplicationForMember(tx, applicationId)
  const next = nextPaidStage(a)
  if (!next) throw stageNotPaid()
  // Of two who open at once, the second sees the first.
  await lockBudget(tx, a.orgId)
  const opened = await openersOf(tx, a.id, next.key)
  const { memberId, role } = requireMember(tx)
  const why = whyNotOpen(opened, { id: memberId, role })
  if (why) throw budgetOpen(why)
  await addException(tx, a.id, next.key, memberId)
  await record(tx, 'payout.cap_exceeded', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, stage_key: next.key, member_id: memberId })
  return { people: opened.length + 1, needed: PEOPLE_BEYOND_A_CAP }
}

/** The stage an application would go on to, when it pays. */
export function nextPaidStage(a: LoadedApplication): PaidStage | null {
  const next = a.state === 'active' ? a.process.stages[a.stageIndex + 1] : undefined
  return next ? paidStage(next) : null
}
