import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rejectApplication } from '#server/features/applications/reject-application.ts'
import { withdrawApplication } from '#server/features/applications/withdraw-application.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Principal } from '#server/platform/principal.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { ProblemError } from '#test/support/client.ts'
import { broken } from '#test/support/invariants.ts'
import { PAY, type Weather, earn, fakeRail, openPayingJob, turn } from '#test/support/payouts.ts'
import { approvePayout } from './approve-payout.ts'
import { declinePayout } from './decline-payout.ts'
import { cancelPayout, holdPayout, releasePayout } from './hold-payout.ts'
import { recordPayment } from './record-payment.ts'
import { reissuePayout } from './reissue-payout.ts'
import { changeSettings } from './settings.ts'
import { settleByHand } from './settle-by-hand.ts'
import { tasks } from './tasks.ts'

/** `INTERLEAVINGS=2000` takes longer; `INTERLEAVINGS_SEED=…` draws the same again. */
const RUNS = Number(process.env['INTERLEAVINGS'] ?? 40)
const SEED = Number(process.env['INTERLEAVINGS_SEED'] ?? Math.floor(Math.random() * 1e9))
const CANDIDATES = 2

const rails = { tremendous: fakeRail(), stripe: fakeRail({ keyLifeSeconds: 24 * 3600 }, null, 'stripe') }
let app: TestApp
let slug = ''
let jobId = ''
let owners: Context[]
beforeAll(async () => {
  app = await startTestApp({ rails })
  const client = await app.signUpOwner()
  await app.inviteAndJoin(client, 'owner', 'second@acme.test')
  ;({ slug, id: jobId } = await openPayingJob(client, 'Paid at once'))
  const members = await app.db.query<{ id: string; user_id: string; org_id: string }>('select id, user_id, org_id from members order by id')
  owners = members.map((m) => app.ctx.as({ kind: 'member', userId: m.user_id, memberId: m.id, orgId: m.org_id, role: 'owner', name: 'An owner', email: 'owner@acme.test', scopes: null, sessionId: null }))
})
afterAll(() => app.close())

interface Row {
  id: string
  application_id: string
  state: string
  rail: string
  sends: number
  provider_id: string | null
}

/** One candidate of a run, and whatever has been issued for them. */
interface Chain {
  email: string
  application: string
}
type Act = { of: number; who: number; weather: Weather } & ({ kind: 'earn' | 'decline' | 'withdraw' | 'reject' | 'hold' | 'release' | 'cancel' | 'approve' | 'reissue' | 'record' | 'settle by hand' | 'weather' | 'arrive' | 'come back' } | { kind: 'wait'; minutes: number } | { kind: 'settings'; rail: 'manual' | 'stripe' | 'tremendous'; approvals: number; cap: number | null })

const usual = { of: fc.nat(CANDIDATES - 1), who: fc.nat(1), weather: fc.constantFrom<Weather>('answer lost', 'never arrived', 'refused', 'no balance') }
const plain = fc.record({ ...usual, kind: fc.constantFrom('earn', 'earn', 'earn', 'decline', 'withdraw', 'reject', 'hold', 'release', 'release', 'cancel', 'approve', 'approve', 'reissue', 'reissue', 'record', 'settle by hand', 'weather', 'weather', 'arrive', 'come back') })
const waits = fc.record({ ...usual, kind: fc.constant('wait' as const), minutes: fc.constantFrom(0, 0, 1, 2, 6, 16, 90) })
const settings = fc.record({ ...usual, kind: fc.constant('settings' as const), rail: fc.constantFrom('manual', 'stripe', 'tremendous'), approvals: fc.nat(2), cap: fc.constantFrom(null, null, 0) })
const acts: fc.Arbitrary<Act[]> = fc.array(fc.oneof({ weight: 5, arbitrary: plain }, { weight: 5, arbitrary: waits }, { weight: 1, arbitrary: settings }) as fc.Arbitrary<Act>, { minLength: 5, maxLength: 40 })

const rowsOf = (c: Chain) => app.db.query<Row & Record<string, unknown>>('select id, application_id, state, rail, sends, provider_id from payouts where application_id = $1 order by id', [c.application])
const newest = async (c: Chain) => (await rowsOf(c)).at(-1)
const paymentOf = (id: string) => rails.stripe.payments.get(id) ?? rails.tremendous.payments.get(id)
const railOf = (id: string) => (rails.stripe.payments.has(id) ? rails.stripe : rails.tremendous)
const asCandidate = (c: Chain) => app.ctx.as({ kind: 'candidate', email: c.email, sessionId: 'none' } satisfies Principal)
const owner = (n: number) => owners[n] ?? expect.fail('There are two owners.')

/** What may be refused, and then nothing has happened. */
async function may(act: Promise<unknown>) {
  await act.catch((error: unknown) => {
    if (!(error instanceof Refusal) && !(error instanceof ProblemError && error.status < 500)) throw error
  })
}

async function carryOut(a: Act, c: Chain): Promise<void> {
  if (a.kind === 'earn') return void (await may(earn(app, slug, c.email).then((id) => (c.application = id))))
  if (a.kind === 'wait') return pass(a.minutes)
  if (a.kind === 'settings') return setUp(a.rail, a.approvals, a.cap)
  if (a.kind === 'weather') return void [rails.stripe, rails.tremendous][a.who]?.weather.push(a.weather)
  const p = c.application ? await newest(c) : undefined
  if (p) await may(ACTS[a.kind](p, c, a.who))
}

const ACTS: Record<Exclude<Act['kind'], 'earn' | 'wait' | 'settings' | 'weather'>, (p: Row, c: Chain, who: number) => Promise<unknown>> = {
  decline: (p, c) => asCandidate(c).transaction((tx) => declinePayout(tx, c.application, p.id)),
  withdraw: (_, c) => asCandidate(c).transaction((tx) => withdrawApplication(tx, c.application, 'Another offer.')),
  reject: (_, c, who) => owner(who).transaction((tx) => rejectApplication(tx, c.application, { reason: 'other', note: 'Not now.', message: 'Thank you for your work; we go on with somebody else.' })),
  hold: (p, _, who) => owner(who).transaction((tx) => holdPayout(tx, p.id, 'A look first.')),
  release: (p, _, who) => releasePayout(owner(who), p.id),
  cancel: (p, _, who) => owner(who).transaction((tx) => cancelPayout(tx, p.id, 'By mistake.')),
  approve: (p, _, who) => owner(who).transaction((tx) => approvePayout(tx, p.id)),
  reissue: (p, _, who) => owner(who).transaction((tx) => reissuePayout(tx, p.id, 'It did not arrive.')),
  record: (p, _, who) => owner(who).transaction((tx) => recordPayment(tx, p.id, { reference: 'SEPA 1', paid_on: '2026-01-02' })),
  'settle by hand': (p, _, who) => settleTruly(p, who),
  arrive: (p) => Promise.resolve(paymentOf(p.id)?.state === 'submitted' && turn(railOf(p.id), p.id, { state: 'paid' })),
  'come back': (p) => Promise.resolve(paymentOf(p.id) && turn(railOf(p.id), p.id, { state: 'returned', says: 'account closed' })),
}

/** A person says what is so: they have looked at the provider's page. */
function settleTruly(p: Row, who: number): Promise<void> {
  const payment = paymentOf(p.id)
  if (payment) return settleByHand(owner(who), p.id, { outcome: 'found', provider_id: payment.providerId })
  return settleByHand(owner(who), p.id, who ? { outcome: 'send_again' } : { outcome: 'never_sent', reason: 'It is not there.' })
}

function setUp(rail: 'manual' | 'stripe' | 'tremendous', approvals: number, cap: number | null): Promise<void> {
  const caps = cap === null ? [] : [{ job_id: jobId, currency: 'USD', cap_minor: cap }]
  return owner(0).transaction((tx) => changeSettings(tx, app.ctx, { rail, approvals, caps }))
}

/** So many minutes by the database's clock; what is due then is done, as the worker does it. */
async function pass(minutes: number): Promise<void> {
  await app.clock.shift(minutes * 60)
  for (let round = 0; round < 10; round++) {
    const due = await app.db.query<{ id: string; kind: string; payload: Record<string, unknown> }>(`update tasks set state = 'done' where kind in ('plan-payout', 'send-payout', 'ask-rail') and state = 'waiting' and due_at <= hw_now() returning id, kind, payload`)
    if (due.length === 0) return
    for (const t of due) await tasks[t.kind]?.(app.ctx, t.payload).catch((error: unknown) => again(t.id, error))
  }
}

async function again(id: string, error: unknown) {
  if (!(error instanceof RunAgain)) throw error
  await app.db.query(`update tasks set state = 'waiting', due_at = hw_now() + make_interval(secs => $2) where id = $1`, [id, error.seconds])
}

/** Fair weather, and everybody does what is asked of them, until all are paid. */
async function comeToRest(chains: readonly Chain[]) {
  rails.stripe.weather.length = 0
  rails.tremendous.weather.length = 0
  for (let round = 0; round < 12; round++) {
    await pass(16)
    for (const c of chains) await doWhatIsAsked(c)
    if ((await Promise.all(chains.map(newest))).every((p) => p?.state === 'paid' || p?.state === 'declined')) return
  }
}

async function doWhatIsAsked(c: Chain) {
  const p = await newest(c)
  if (!p) return
  if (p.state === 'held') await may(p.sends > 0 ? settleTruly(p, 0) : releasePayout(owner(0), p.id))
  for (const who of [0, 1]) if (p.state === 'needs_approval') await may(ACTS.approve(p, c, who))
  if (p.rail === 'manual') await may(ACTS.record(p, c, 0))
  if (['refused', 'failed', 'returned', 'cancelled'].includes(p.state)) await may(ACTS.reissue(p, c, 0))
  await ACTS.arrive(p, c, 0)
}

/** Money that is with the candidate, or on its way there: by rails, and by hand. */
function live(rows: readonly Row[]): number {
  const byRail = rows.filter((p) => ['submitted', 'paid'].includes(paymentOf(p.id)?.state ?? ''))
  return byRail.length + rows.filter((p) => p.rail === 'manual' && p.state === 'paid').length
}

let run = 0
it(`pays everybody once, in any order of earning, declining, holding, approving, sending, asking, coming back and issuing anew`, { timeout: 600_000 }, async () => {
  console.log(`INTERLEAVINGS_SEED=${SEED}`)
  const property = fc.asyncProperty(acts, async (list) => {
    run += 1
    await setUp('tremendous', 0, null)
    const chains: Chain[] = Array.from({ length: CANDIDATES }, (_, n) => ({ email: `run-${run}-${n}@example.test`, application: '' }))
    for (let i = 0; i < list.length; i += 2) {
      await Promise.all(list.slice(i, i + 2).map((a) => carryOut(a, chains[a.of] ?? expect.fail('nobody'))))
      for (const c of chains) expect(live(await rowsOf(c)), `twice: ${c.application}`).toBeLessThanOrEqual(1)
    }
    for (const c of chains) c.application ||= await earn(app, slug, c.email)
    await comeToRest(chains)
    for (const c of chains) {
      const rows = await rowsOf(c)
      const declined = rows.some((p) => p.state === 'declined')
      expect(live(rows), JSON.stringify(rows)).toBe(declined ? 0 : 1)
      expect(rows.at(-1)?.state).toBe(declined ? 'declined' : 'paid')
    }
    expect(await broken((text) => app.db.query(text))).toEqual([])
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true })
  const all = [...rails.stripe.payments.values(), ...rails.tremendous.payments.values()]
  expect(all.length, 'few were paid by a rail').toBeGreaterThan(RUNS / 2)
  expect(all.filter((m) => m.amount.amount_minor !== PAY.amount_minor || m.amount.currency !== PAY.currency)).toEqual([])
})
