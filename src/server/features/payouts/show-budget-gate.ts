import type { BudgetGate } from '#contract/payouts.ts'
import { loadApplicationForMember } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { areEnough, neededInWords, whyNotOpen } from './beyond-cap.ts'
import { findShortage, openersOf } from './budget.ts'
import { nextPaidStage } from './open-beyond-cap.ts'

/** The budget that stands before an application's next stage, and who has opened it beyond; null when none stands there. */
export async function showBudgetGate(tx: Tx, applicationId: string): Promise<BudgetGate | null> {
  const a = await loadApplicationForMember(tx, applicationId)
  const next = nextPaidStage(a)
  const short = next && (await findShortage(tx, a, next))
  if (!short) return null
  const money = (amount_minor: number) => ({ amount_minor, currency: short.cap.currency })
  const opened = await openersOf(tx, a.id, next.key)
  const { memberId, role } = requireMember(tx)
  return {
    stage_name: next.name,
    pay: money(next.pay.amount_minor),
    job_title: short.cap.jobTitle,
    cap: money(short.cap.capMinor),
    committed: money(short.committedMinor),
    left: money(short.leftMinor),
    opened_by: opened.map((m) => m.name),
    open: areEnough(opened),
    needed: neededInWords(opened),
    why_not: whyNotOpen(opened, { id: memberId, role }),
  }
}
