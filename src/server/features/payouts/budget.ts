import { type Money, formatMoney } from '#contract/money.ts'
import type { Stage } from '#contract/process.ts'
import { type MemberRow, membersById } from '#server/features/accounts/index.ts'
import type { LoadedApplication } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { areEnough } from './beyond-cap.ts'
import { type NamedCap, earnedMinor, listCaps, listExceptions, lockBudget, promisedMinor } from './cap-store.ts'
import { type PaidStage, paidStage } from './payout.ts'

/** A cap that does not reach for a stage's pay. */
export interface Shortage {
  cap: NamedCap
  /** What is earned and promised of it without this candidate. */
  committedMinor: number
  leftMinor: number
  stage: PaidStage
}

/**
 * Whether somebody may be invited to a paid stage: null, or the reason with what to do. With `hold` the company's budget
 * stays as it is until the transaction ends, so that two invitations can't both take what is left for one.
 */
export async function whyNotInvite(tx: Tx, a: LoadedApplication, stage: Stage, o: { hold: boolean }): Promise<string | null> {
  const paid = paidStage(stage)
  if (!paid) return null
  if (o.hold) await lockBudget(tx, a.orgId)
  const shortage = await findShortage(tx, a, paid)
  if (!shortage || areEnough(await openersOf(tx, a.id, stage.key))) return null
  return shortageInWords(shortage)
}

/** The first budget that does not reach for this stage, whoever has opened it beyond; null when all do. */
export async function findShortage(tx: Tx, a: LoadedApplication, stage: PaidStage): Promise<Shortage | null> {
  for (const cap of await capsFor(tx, a.orgId, a.jobId, stage.pay.currency)) {
    const scope = { orgId: a.orgId, jobId: cap.jobId, currency: cap.currency }
    const committedMinor = (await earnedMinor(tx, scope)) + (await promisedMinor(tx, { ...scope, except: a.id }))
    if (committedMinor + stage.pay.amount_minor > cap.capMinor) return { cap, committedMinor, leftMinor: Math.max(0, cap.capMinor - committedMinor), stage }
  }
  return null
}

/** The members who have opened this stage for this candidate beyond a budget, the first of them first. */
export async function openersOf(tx: Tx, applicationId: string, stageKey: string): Promise<MemberRow[]> {
  const ids = await listExceptions(tx, applicationId, stageKey)
  const members = await membersById(tx, ids)
  return ids.flatMap((id) => members.find((m) => m.id === id) ?? [])
}

async function capsFor(tx: Tx, orgId: string, jobId: string, currency: string): Promise<NamedCap[]> {
  return (await listCaps(tx, orgId)).filter((c) => c.currency === currency && (c.jobId === null || c.jobId === jobId))
}

function shortageInWords({ cap, committedMinor, leftMinor, stage }: Shortage): string {
  const money = (minor: number) => formatMoney({ amount_minor: minor, currency: cap.currency })
  const whose = cap.jobId === null ? 'The budget of this month' : 'The budget of this job'
  return `${whose} is ${money(cap.capMinor)}; ${money(committedMinor)} of it is paid or promised, so ${money(leftMinor)} is left, and “${stage.name}” pays ${money(stage.pay.amount_minor)}. An owner can raise it under Payouts, or two people, an owner among them, open this stage for this candidate on their page.`
}

/** Whether what was earned goes beyond a cap, its own amount counted, and no two people have opened its stage beyond it. */
export async function isOverCap(tx: Tx, p: { orgId: string; applicationId: string; stageKey: string; jobId: string; amount: Money }): Promise<boolean> {
  if (areEnough(await openersOf(tx, p.applicationId, p.stageKey))) return false
  for (const cap of await capsFor(tx, p.orgId, p.jobId, p.amount.currency)) {
    if ((await earnedMinor(tx, { orgId: p.orgId, jobId: cap.jobId, currency: cap.currency })) > cap.capMinor) return true
  }
  return false
}
