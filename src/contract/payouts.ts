import { z } from 'zod'
import { date, done, fileAnswer, id, instant, link, text } from './common.ts'
import { currency, money } from './money.ts'
import { op } from './operation.ts'
import { PAYOUT_STATES } from './payout-states.ts'

export const payoutState = z.enum(PAYOUT_STATES)

/** Where a payout has been, in order. */
export const payoutStep = z.strictObject({ state: payoutState, reason: z.string(), at: instant })

/** Who may be given to in a candidate's place. */
export const charity = z.strictObject({ name: text(120, 1), url: link })
export type Charity = z.infer<typeof charity>

/** A payout for the candidate it is owed to: no reason of the team's is in it. */
export const portalPayout = z.strictObject({
  id: id('pay'),
  stage_name: z.string(),
  amount: money,
  state: payoutState,
  accrued_at: instant,
  pay_by: instant,
  paid_at: instant.nullable(),
  paid_on: date.nullable(),
  /** What a bank can find the transfer by. */
  reference: z.string().nullable(),
  /** When the rail expects it to arrive. */
  expected_on: date.nullable(),
  /** Held because where it goes was changed: until then, and then it goes on by itself. */
  held_until: instant.nullable(),
  receipt_url: z.string().nullable(),
  /** The payout that did not arrive, in whose place this one is. */
  replaces: id('pay').nullable(),
  /** To whom the candidate has asked that it goes in their place. */
  charity: charity.nullable(),
  steps: z.array(z.strictObject({ state: payoutState, at: instant })),
  can_decline: z.boolean(),
  can_donate: z.boolean(),
  /** The provider asks where the money is to go; or may be told of another place, until it is sent. */
  can_give_details: z.boolean(),
})
export type PortalPayout = z.infer<typeof portalPayout>

export const payout = z.strictObject({
  ...portalPayout.omit({ steps: true, can_decline: true, can_donate: true, can_give_details: true }).shape,
  application_id: id('app'),
  candidate: z.strictObject({ id: id('cand'), name: z.string(), email: z.string() }),
  job_title: z.string(),
  rail: z.enum(['manual', 'stripe', 'tremendous']),
  mode: z.enum(['live', 'sandbox']),
  /** Why it waits, or how it ended. */
  reason: z.string(),
  approvals_needed: z.number().int(),
  approved_by: z.array(z.string()),
  /** Why you should let somebody else let it go; null where there is no reason. */
  warning: z.string().nullable(),
  /** Who wants it to go on before `held_until`; two have to. */
  released_by: z.array(z.string()),
  /** How often a rail was told to send it, always under one key. */
  sends: z.number().int(),
  provider_id: z.string().nullable(),
  provider_says: z.string(),
  steps: z.array(payoutStep),
  /** How the day by which it was promised stands; null where nothing is promised by it any more. */
  promise: z.enum(['running', 'soon', 'late', 'kept', 'kept_late']).nullable(),
  can: z.strictObject({ approve: z.boolean(), hold: z.boolean(), release: z.boolean(), cancel: z.boolean(), record_payment: z.boolean(), reissue: z.boolean(), settle_by_hand: z.boolean() }),
})
export type Payout = z.infer<typeof payout>

/** How much may be committed: by the company in a calendar month (UTC), or, with a job, for that job altogether. */
export const payoutCap = z.strictObject({ job_id: id('job').nullable(), currency, cap_minor: z.number().int().min(0).max(1_000_000_000_00) })

export const payoutSettings = z.strictObject({
  rail: z.enum(['manual', 'stripe', 'tremendous']),
  /** How many people let an ordinary payout go. Beyond a cap, and for what is issued anew, it is two. */
  approvals: z.number().int().min(0).max(2),
  caps: z.array(payoutCap).max(200),
})
export type PayoutSettings = z.infer<typeof payoutSettings>

/** A cap with what it leaves. */
export const payoutBudget = z.strictObject({ ...payoutCap.shape, job_title: z.string().nullable(), earned_minor: z.number().int(), promised_minor: z.number().int() })

/** A budget that does not reach for the next stage of an application. */
export const budgetGate = z.strictObject({
  stage_name: z.string(),
  pay: money,
  /** Null for the budget of the month, of all jobs. */
  job_title: z.string().nullable(),
  cap: money,
  /** What is paid or promised of it without this candidate. */
  committed: money,
  left: money,
  opened_by: z.array(z.string()),
  /** Enough people have opened it. */
  open: z.boolean(),
  /** Who is missing, in words; empty when nobody is. */
  needed: z.string(),
  /** Why you can't be the next who opens it; null when you can. */
  why_not: z.string().nullable(),
})
export type BudgetGate = z.infer<typeof budgetGate>

const year = z.coerce.number().int().min(2000).max(2100)

/** What each person was paid in a year, beside what the United States want to be told of on form 1099-NEC. */
export const payees = z.strictObject({
  year: z.number().int(),
  /** In which something was paid or earned, newest first. */
  years: z.array(z.number().int()),
  threshold: money,
  /** False where the tax authority adjusts the threshold for each year, so that it may be higher. */
  fixed_by_law: z.boolean(),
  items: z.array(
    z.strictObject({
      candidate: z.strictObject({ id: id('cand'), name: z.string(), email: z.string() }),
      totals: z.array(z.strictObject({ total: money, payments: z.number().int() })),
      /** `near` from four fifths of the threshold on. In dollars alone. */
      standing: z.enum(['below', 'near', 'reached']),
    }),
  ),
})
export type Payees = z.infer<typeof payees>

/** A place, by the end of its fingerprint, that more than one candidate is paid to. */
export const samePlace = z.strictObject({ place: z.string(), payouts: z.array(z.strictObject({ payout_id: id('pay'), application_id: id('app'), candidate: z.string(), amount: money, state: payoutState })) })
export type SamePlace = z.infer<typeof samePlace>

/** One account of the ledger in one currency: what it took less what it gave, in minor units. All of a currency are zero together. */
export const ledgerBalance = z.strictObject({ account: z.enum(['pay_earned', 'owed', 'under_way', 'paid_out', 'written_off']), currency, amount_minor: z.number().int() })

const payId = z.strictObject({ id: id('pay') })
const why = z.strictObject({ reason: text(500, 10) })

export const payoutOps = {
  listPayouts: op('GET', '/payouts', { audience: 'team', summary: 'What is owed to candidates, and what was paid.', answer: z.strictObject({ items: z.array(payout) }) }),
  listPayees: op('GET', '/payouts/payees', { audience: 'team', summary: 'What each person was paid in a year, beside the threshold of form 1099-NEC.', query: z.strictObject({ year: year.optional() }), answer: payees }),
  exportPayouts: op('GET', '/payouts/export.csv', {
    audience: 'team',
    summary: 'Every payout of a year as CSV: paid in it, or earned in it and not paid.',
    query: z.strictObject({ year }),
    answer: fileAnswer,
    file: 'text/csv',
  }),
  recordPayment: op('POST', '/payouts/:id/payment', {
    audience: 'team',
    summary: 'Record that a payout was sent by hand, with the bank’s reference.',
    params: payId,
    body: z.strictObject({ reference: text(140, 1), paid_on: date }),
    answer: payout,
    problems: ['payout_paid', 'payout_state'],
  }),
  approvePayout: op('POST', '/payouts/:id/approvals', { audience: 'team', summary: 'Let a payout go. When as many people as are needed have approved it, an owner among them, it is queued.', params: payId, answer: payout, problems: ['payout_state', 'payout_approved'] }),
  holdPayout: op('POST', '/payouts/:id/hold', { audience: 'team', summary: 'Stop a payout that has not been sent, or keep one held that would go on by itself.', params: payId, body: why, answer: payout, problems: ['payout_state'] }),
  releasePayout: op('DELETE', '/payouts/:id/hold', { audience: 'team', summary: 'Let a held payout go on. One that is held because where it goes was changed goes on by itself after a day; earlier once two owners have called this.', params: payId, answer: payout, problems: ['payout_state'] }),
  cancelPayout: op('POST', '/payouts/:id/cancellation', { audience: 'team', summary: 'End a payout that has not been sent. The money stays owed and may be issued anew.', params: payId, body: why, answer: payout, problems: ['payout_state'] }),
  reissuePayout: op('POST', '/payouts/:id/replacement', { audience: 'team', summary: 'Pay anew what did not arrive, under a new key. Two people have to approve it.', params: payId, body: why, answer: payout, problems: ['payout_state'] }),
  settlePayoutByHand: op('POST', '/payouts/:id/settlement', {
    audience: 'team',
    summary: 'Say what became of a payout that was sent and that the rail can’t tell about any more.',
    params: payId,
    body: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('found'), provider_id: text(200, 1) }),
      z.strictObject({ outcome: z.literal('send_again') }),
      z.strictObject({ outcome: z.literal('never_sent'), reason: text(500, 10) }),
    ]),
    answer: payout,
    problems: ['payout_state'],
  }),
  getPayoutSettings: op('GET', '/payout-settings', { audience: 'team', summary: 'How this company pays, and its budgets with what they leave.', answer: z.strictObject({ ...payoutSettings.omit({ caps: true }).shape, rails: z.array(z.strictObject({ rail: z.enum(['manual', 'stripe', 'tremendous']), mode: z.enum(['live', 'sandbox']) })), budgets: z.array(payoutBudget) }) }),
  putPayoutSettings: op('PUT', '/payout-settings', { audience: 'team', summary: 'Choose the rail, how many people approve, and the budgets of the month and of jobs.', body: payoutSettings, answer: done, problems: ['rail_not_set_up'] }),
  listCharities: op('GET', '/payout-charities', { audience: 'team', summary: 'The charities that candidates may choose in their place.', answer: z.strictObject({ items: z.array(charity) }) }),
  putCharities: op('PUT', '/payout-charities', { audience: 'team', summary: 'Set the charities that candidates may choose, ten at the most.', body: z.strictObject({ items: z.array(charity).max(10) }), answer: done }),
  getBudgetGate: op('GET', '/applications/:id/budget-exception', {
    audience: 'team',
    summary: 'The budget that stands before the next, paid stage of this application, and who has opened it beyond. Null when none stands there.',
    params: z.strictObject({ id: id('app') }),
    answer: z.strictObject({ gate: budgetGate.nullable() }),
  }),
  openBeyondCap: op('POST', '/applications/:id/budget-exception', {
    audience: 'team',
    summary: 'One of the two people, an owner among them, who open the next, paid stage for this candidate although it goes beyond the budget.',
    params: z.strictObject({ id: id('app') }),
    answer: z.strictObject({ people: z.number().int(), needed: z.number().int() }),
    problems: ['stage_not_paid', 'budget_opened'],
  }),
  listSamePlaces: op('GET', '/payouts/same-places', { audience: 'team', summary: 'Places that more than one candidate’s pay went or is to go to.', answer: z.strictObject({ items: z.array(samePlace) }) }),
  listComparisons: op('GET', '/payouts/comparisons', {
    audience: 'team',
    summary: 'What each provider has beside what is written here, as of the newest daily comparison.',
    answer: z.strictObject({ items: z.array(z.strictObject({ rail: z.enum(['stripe', 'tremendous']), mode: z.enum(['live', 'sandbox']), at: instant, compared: z.number().int(), differences: z.array(z.strictObject({ payout_id: id('pay').nullable(), provider_id: z.string().nullable(), what: z.enum(['not_ours', 'not_theirs', 'amount', 'state', 'unnoted']) })) })) }),
  }),
  receivePaymentWebhook: op('POST', '/payments/:rail/webhook', {
    audience: 'public',
    summary: 'Where a provider tells that something happened to a payment. Signed; a hint only, after which the payment is asked for again.',
    params: z.strictObject({ rail: z.enum(['stripe', 'tremendous']) }),
    rawBody: true,
    answer: done,
    problems: ['webhook_forged'],
  }),
  givePayoutDetails: op('POST', '/portal/applications/:id/payouts/:payout/details', {
    audience: 'portal',
    summary: 'Where to tell the provider where your pay is to go: an address of the provider’s, for one visit within minutes.',
    params: z.strictObject({ id: id('app'), payout: id('pay') }),
    body: z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/, 'Choose the country of your account') }),
    answer: z.strictObject({ url: z.string() }),
    problems: ['payout_state'],
    secret: true,
  }),
  checkPayoutDetails: op('PUT', '/portal/applications/:id/payouts/:payout/details', {
    audience: 'portal',
    summary: 'You are back from the provider: ask it whether everything is there.',
    params: z.strictObject({ id: id('app'), payout: id('pay') }),
    answer: portalPayout,
    problems: ['payout_state'],
  }),
  getLedger: op('GET', '/payouts/ledger', { audience: 'team', summary: 'What was earned, is owed, is under way, was paid out and was written off, from the double-entry ledger.', answer: z.strictObject({ balances: z.array(ledgerBalance) }) }),
  listPortalPayouts: op('GET', '/portal/applications/:id/payouts', {
    audience: 'portal',
    summary: 'The pay you have earned with this application and where it is, and the charities it may go to in your place.',
    params: z.strictObject({ id: id('app') }),
    answer: z.strictObject({ items: z.array(portalPayout), charities: z.array(charity) }),
  }),
  donatePayout: op('POST', '/portal/applications/:id/payouts/:payout/donation', {
    audience: 'portal',
    summary: 'Ask, before it is sent, that the pay goes to a charity of the company’s list in your place. This can’t be taken back.',
    params: z.strictObject({ id: id('app'), payout: id('pay') }),
    body: z.strictObject({ charity: text(120, 1) }),
    answer: portalPayout,
    problems: ['payout_state'],
  }),
  getPayoutReceipt: op('GET', '/portal/applications/:id/payouts/:payout/receipt.pdf', {
    audience: 'portal',
    summary: 'The receipt of a payment to you as PDF: who paid how much, for what, when, and the reference it is found by.',
    params: z.strictObject({ id: id('app'), payout: id('pay') }),
    answer: fileAnswer,
    file: 'application/pdf',
    problems: ['payout_state'],
  }),
  declinePayout: op('POST', '/portal/applications/:id/payouts/:payout/declination', {
    audience: 'portal',
    summary: 'Give up the pay before it is sent. This can’t be taken back.',
    params: z.strictObject({ id: id('app'), payout: id('pay') }),
    answer: portalPayout,
    problems: ['payout_state'],
  }),
}
