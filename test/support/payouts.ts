/** A rail that is a map in memory, and somebody who has earned something. For the tests beside this file. */
import { operations } from '#contract/index.ts'
import { hiringProcess } from '#contract/process.ts'
import type { PaymentOrder, PayoutRail, ProviderPayment, RailFacts, Recipient, SendAnswer, WebhookHint } from '#server/adapters/payments/port.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'

export interface FakeRail extends PayoutRail {
  /** Every order that reached it, repeated ones included. */
  orders: PaymentOrder[]
  /** What it has paid, by key: the same key is the same payment. */
  payments: Map<string, ProviderPayment>
  recipient: Recipient | null
  /** What the next orders meet, one each; after that everything goes well. */
  weather: Weather[]
}
export type Weather = 'answer lost' | 'never arrived' | 'refused' | 'no balance'

export function fakeRail(facts: Partial<RailFacts> = {}, recipient: Recipient | null = null, name: 'stripe' | 'tremendous' = 'tremendous'): FakeRail {
  const rail: FakeRail = {
    name,
    mode: 'sandbox',
    facts: { keyLifeSeconds: null, findsByKey: true, canReturn: true, needsDetails: recipient !== null, currencies: null, mostMinor: null, ...facts },
    orders: [],
    payments: new Map(),
    recipient,
    weather: [],
    send: (order) => sendBy(rail, order),
    find: (key) => Promise.resolve(rail.payments.get(key) ?? null),
    get: (id) => Promise.resolve([...rail.payments.values()].find((p) => p.providerId === id) ?? null),
    async *list() {
      yield* rail.payments.values()
    },
    recipients: recipient && {
      ensure: () => Promise.resolve(rail.recipient ?? recipient),
      get: () => Promise.resolve(rail.recipient ?? recipient),
      link: (id) => Promise.resolve(`https://provider.example/onboarding/${id}`),
    },
    // Signed with the word `right`; says the event and the payment or recipient it is about.
    readWebhook: (raw, header) => Promise.resolve(header('signature') === 'right' ? hintOf(raw) : null),
  }
  return rail
}

/** Its events: `{ id, payment }` or `{ id, recipient }`. */
function hintOf(raw: Uint8Array): WebhookHint {
  const { id, ...about } = JSON.parse(Buffer.from(raw).toString('utf8')) as { id: string; payment: string } | { id: string; recipient: string }
  return { eventId: id, about }
}

async function sendBy(rail: FakeRail, order: PaymentOrder): Promise<SendAnswer> {
  const weather = rail.weather.shift()
  if (weather === 'never arrived') throw new Error('connection reset')
  rail.orders.push(order)
  if (weather === 'refused') return { outcome: 'refused', says: 'The recipient is not allowed.' }
  if (weather === 'no balance') return { outcome: 'not_now', says: 'The balance is too low.' }
  const payment = rail.payments.get(order.key) ?? { providerId: `po-${rail.payments.size + 1}`, key: order.key, state: 'submitted' as const, says: 'accepted', amount: order.amount, expectedOn: null, receiptUrl: null, trace: null }
  rail.payments.set(order.key, payment)
  if (weather === 'answer lost') throw new Error('socket hang up')
  return { outcome: 'taken', payment }
}

/** The provider moves a payment on. */
export function turn(rail: FakeRail, key: string, change: Partial<ProviderPayment>): void {
  const payment = rail.payments.get(key)
  if (!payment) throw new Error(`No payment under ${key}`)
  rail.payments.set(key, { ...payment, ...change })
}

export const PAY = { amount_minor: 40_000, currency: 'USD' }

const LEVELS = ['Missing', 'Partly there', 'Solid', 'Strong', 'Outstanding'].map((name, i) => ({ level: i + 1, name, description: `${name}: what that looks like.` }))
const OFFER = { key: 'offer', type: 'offer', name: 'Offer', config: { how_we_work: 'We decide in writing.' } }

export interface PayingApp {
  app: TestApp
  owner: Client
  /** Of the job that pays whoever applies. */
  slug: string
}

/** The whole program, with a company that pays whoever applies; by a rail that is there, when one is given. */
export async function startPayingApp(rail?: FakeRail, title = 'Engineer'): Promise<PayingApp> {
  const app = await startTestApp(rail ? { rails: { [rail.name]: rail } } : {})
  const owner = await app.signUpOwner()
  return { app, owner, slug: (await openPayingJob(owner, title)).slug }
}

/** An open job whose form pays at once; or, when somebody reads it first, when they let the candidate on. */
export async function openPayingJob(owner: Client, title: string, currency = 'USD', o: { screened?: boolean } = {}): Promise<{ slug: string; id: string }> {
  const payout = { ...PAY, currency, pay_within: 'P5D' }
  return openJobOf(owner, title, [{ key: 'application', type: 'application_form', name: 'Application', payout, config: { screening_enabled: o.screened ?? false } }, OFFER])
}

/** An open job with a screening before a paid conversation. */
export async function openTrialJob(owner: Client, title: string): Promise<{ slug: string; id: string }> {
  const config = { location: 'A video call', duration: 'PT1H', standing_questions: [{ id: 'broke', question: 'What broke?', prompt: 'Ask how they noticed.' }], criteria: [{ id: 'depth', name: 'Depth', weight: 100, levels: LEVELS }] }
  return openJobOf(owner, title, [
    { key: 'application', type: 'application_form', name: 'Application', config: { screening_enabled: true } },
    { key: 'trial', type: 'live_interview', name: 'Trial', payout: { ...PAY, pay_within: 'P5D' }, config },
    OFFER,
  ])
}

async function openJobOf(owner: Client, title: string, stages: readonly object[]): Promise<{ slug: string; id: string }> {
  const process = hiringProcess.parse({ name: title, stages })
  const job = await owner.call(operations.createJob, { body: { title } })
  const params = { id: job.id }
  await owner.call(operations.updateJobProcess, { params, body: { process, revision: 1 } })
  await owner.call(operations.updateJob, { params, body: { pay_range: { min: { amount_minor: 9_000_000, currency: 'USD' }, max: { amount_minor: 12_000_000, currency: 'USD' }, period: 'year' } } })
  const { member } = await owner.call(operations.getSession)
  await owner.call(operations.setHiringTeam, { params, body: { hiring_manager: null, reviewers: [], interviewers: [member.id] } })
  const open = await owner.call(operations.publishJob, { params })
  return { slug: open.slug, id: job.id }
}

/** Applies, and where the form pays has earned `PAY` by that. @returns the application */
export async function earn(app: TestApp, slug: string, email: string): Promise<string> {
  const body = { name: email.split('@')[0] ?? '', email, answers: {}, links: [] }
  return (await app.call(operations.apply, { params: { org: 'acme', job: slug }, body })).application_id
}
