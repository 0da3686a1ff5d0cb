/** What is owed to a candidate for one stage, and the rules of it. No I/O. */
import { durationSeconds } from '#contract/duration.ts'
import type { Money } from '#contract/money.ts'
import { OVER, type PayoutState } from '#contract/payout-states.ts'
import type { Stage } from '#contract/process.ts'
import type { RailFacts, RailMode, RailName } from '#server/adapters/payments/port.ts'

export interface Payout {
  /** Also its key with every rail, for life. */
  id: string
  orgId: string
  applicationId: string
  stageKey: string
  stageName: string
  amount: Money
  state: PayoutState
  stateAt: Date
  /** Why it waits or ended, in words for the team. */
  reason: string
  /** Held because the money would go elsewhere: until then, and then it goes on by itself. */
  heldUntil: Date | null
  accruedAt: Date
  payBy: Date
  paid: { at: Date; on: string; reference: string } | null
  rail: RailName
  mode: RailMode
  approvalsNeeded: number
  /** How often a rail was told to send it. */
  sends: number
  firstSentAt: Date | null
  lastSentAt: Date | null
  fence: number
  /** How often the rail has said that it knows nothing of it, since it was last sent. */
  notFound: number
  providerId: string | null
  providerSays: string
  expectedOn: string | null
  receiptUrl: string | null
  recipientId: string | null
  destination: string | null
  /** To whom the candidate has asked that it goes in their place. */
  charity: { name: string; url: string } | null
  /** The payout that did not arrive, in whose place this one is. */
  replaces: string | null
}

/**
 * What completing a stage has earned, or null. `empty` says that nothing was pushed: then a stage that pays only for
 * pushed work owes nothing.
 */
export function earned(stage: Stage, empty: boolean): Money | null {
  const { payout } = stage
  if (!payout || payout.amount_minor === 0) return null
  if (payout.policy === 'when_pushed' && empty) return null
  return { amount_minor: payout.amount_minor, currency: payout.currency }
}

/** A stage that pays, with what it pays for work that was pushed. */
export interface PaidStage extends Pick<Stage, 'key' | 'name'> {
  pay: Money
}

/** @returns null when it pays nothing */
export function paidStage(stage: Stage): PaidStage | null {
  const pay = earned(stage, false)
  return pay && { key: stage.key, name: stage.name, pay }
}

/** The day by which it is sent, counted from the moment it was earned. */
export function payBy(stage: Stage, at: Date): Date {
  const seconds = stage.payout ? durationSeconds(stage.payout.pay_within) : 0
  return new Date(at.getTime() + seconds * 1000)
}

/** A payment may carry today's date anywhere on earth, and none that is still to come everywhere. */
export function isPossibleDay(day: string, now: Date): boolean {
  return day <= new Date(now.getTime() + 14 * 3_600_000).toISOString()
}

/** Whether money is still owed by it: not arrived, not declined, and no other payout in its place. */
export function isOwed(p: Payout, all: readonly Payout[]): boolean {
  if (p.state === 'paid' || p.state === 'declined') return false
  return !(OVER.includes(p.state) && all.some((other) => other.replaces === p.id))
}

/** Whether a payment under this payout's key is not what it owes. */
export function isAnother(p: Pick<Payout, 'amount'>, { amount }: { amount: Money }): boolean {
  return amount.amount_minor !== p.amount.amount_minor || amount.currency !== p.amount.currency
}

/** Why a rail can't carry this amount, in words; null when it can. */
export function whyNotBy(facts: RailFacts, amount: Money): string | null {
  if (facts.currencies && !facts.currencies.includes(amount.currency)) return `This rail does not pay in ${amount.currency}.`
  if (facts.mostMinor !== null && amount.amount_minor > facts.mostMinor) return 'The amount is more than this rail sends at once.'
  return null
}

/** Where a payout goes from `accrued`, and from wherever what it waited for has come. */
export function nextState(o: { needsDetails: boolean; approved: boolean }): 'needs_details' | 'needs_approval' | 'queued' {
  if (o.needsDetails) return 'needs_details'
  return o.approved ? 'queued' : 'needs_approval'
}

/** Asked so often, over at least so long, before silence about a key is believed. */
export const POLLS_BEFORE_BELIEF = 3
export const BELIEF_AFTER_MS = 15 * 60_000
/** A key that dies soon is treated as dead. */
export const KEY_MARGIN_MS = 2 * 3_600_000

/** Whether the rail still knows the key again, with time to spare: only then is the same key the same payment. */
export function keyLives(p: Pick<Payout, 'firstSentAt'>, facts: RailFacts, now: Date): boolean {
  if (!p.firstSentAt || facts.keyLifeSeconds === null) return true
  return now.getTime() - p.firstSentAt.getTime() < facts.keyLifeSeconds * 1000 - KEY_MARGIN_MS
}

/**
 * What to do with a payout nobody knows the fate of, when the rail has just said that it knows nothing of it. Never a new
 * key: the same one again once its silence is believed, and a person where the key is too old for that.
 */
export function afterSilence(p: Pick<Payout, 'firstSentAt' | 'lastSentAt' | 'notFound'>, facts: RailFacts, now: Date): 'ask_again' | 'send_again' | 'ask_a_person' {
  if (!keyLives(p, facts, now)) return 'ask_a_person'
  const waited = p.lastSentAt ? now.getTime() - p.lastSentAt.getTime() : 0
  return p.notFound >= POLLS_BEFORE_BELIEF && waited >= BELIEF_AFTER_MS ? 'send_again' : 'ask_again'
}

/** Whether the money would now go elsewhere than it was last said to: a mailbox in wrong hands looks just so. */
export function goesElsewhere(before: string | null, now: string | null): boolean {
  return before !== null && now !== null && before !== now
}

export const WENT_ELSEWHERE = 'The candidate has changed where the money goes, after it was given. It goes on by itself after a day, unless somebody keeps it held: ask them by another way than mail.'
export const SAME_PLACE = 'Another candidate’s pay went to the same place. Look at both before you release it.'
