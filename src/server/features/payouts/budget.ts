import { type Money, formatMoney } from '#contract/money.ts'
import type { Stage } from '#contract/process.ts'
import type { LoadedApplication } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Cap, countExceptions, earnedMinor, listCaps, lockBudget, promisedMinor } from './cap-store.ts'

/** Beyond a cap it takes so many people. */
export const PEOPLE_BEYOND_A_CAP = 2

/**
 * Whether somebody may be invited to a paid stage: null, or the reason with what to do. With `hold` the company's budget
 * stays as it is until the transaction ends, so that two invitations can't both take what is left for one.
 */
export async function whyNotInvite(tx: Tx, a: LoadedApplication, stage: Stage, o: { hold: boolean }): Promise<string | null> {
  const { payout } = stage
  if (!payout || payout.amount_minor === 0) return null
  if (o.hold) await lockBudget(tx, a.orgId)
  const caps = await capsFor(tx, a.orgId, a.jobId, payout.currency)
  for (const cap of caps) {
    const scope = { orgId: a.orgId, jobId: cap.jobId, currency: cap.currency }
    const committed = (await earnedMinor(tx, scope)) + (await promisedMinor(tx, { ...scope, except: a.id }))
    if (committed + payout.amount_minor <= cap.capMinor) continue
    if ((await countExceptions(tx, a.id, stage.key)) >= PEOPLE_BEYOND_A_CAP) continue
    return overCap(cap, committed, payout)
  }
  return null
}

async function capsFor(tx: Tx, orgId: string, jobId: string, currency: string): Promise<Cap[]> {
  return (await listCaps(tx, orgId)).filter((c) => c.currency === currency && (c.jobId === null || c.jobId === jobId))
}

function overCap(cap: Cap, committed: number, pay: Money): string {
  const money = (minor: number) => formatMoney({ amount_minor: minor, currency: cap.currency })
  const whose = cap.jobId === null ? 'The budget of this month' : 'The budget of this job'
  return `${whose} is ${money(cap.capMinor)}; ${money(committed)} of it is paid or promised, and this stage pays ${money(pay.amount_minor)}. Raise the cap under Payouts, or let two people open this stage for this candidate beyond it.`
}

/** Whether what was earned goes beyond a cap, its own amount counted, and no two people have opened its stage beyond it. */
export async function isOverCap(tx: Tx, p: { orgId: string; applicationId: string; stageKey: string; jobId: string; amount: Money }): Promise<boolean> {
  if ((await countExceptions(tx, p.applicationId, p.stageKey)) >= PEOPLE_BEYOND_A_CAP) return false
  for (const cap of await capsFor(tx, p.orgId, p.jobId, p.amount.currency)) {
    if ((await earnedMinor(tx, { orgId: p.orgId, jobId: cap.jobId, currency: cap.currency })) > cap.capMinor) return true
  }
  return false
}
