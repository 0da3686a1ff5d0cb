import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rejectApplication } from '#server/features/applications/reject-application.ts'
import { withdrawApplication } from '#server/features/applications/withdraw-application.ts'
import { grantExtension } from '#server/features/assignments/grant-extension.ts'
import { startAssignment } from '#server/features/assignments/start-assignment.ts'
import { findAssignmentOfApplication } from '#server/features/assignments/store.ts'
import { submitNow } from '#server/features/assignments/submit-now.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/errors.ts'
import { broken } from '#test/support/invariants.ts'
import { type Job, type PayDesk, openAnotherJob, openPayDesk } from '#test/support/pay-desk.ts'
import { PAY, type Weather, fakeRail, turn } from '#test/support/payouts.ts'
import { approvePayout } from './approve-payout.ts'
import { declinePayout } from './decline-payout.ts'
import { cancelPayout, holdPayout, releasePayout } from './hold-payout.ts'
import { recordPayment } from './record-payment.ts'
import { reissuePayout } from './reissue-payout.ts'
import { changeSettings } from './settings.ts'
import { settleByHand } from './settle-by-hand.ts'

/** `INTERLEAVINGS=2000` takes longer; `INTERLEAVINGS_SEED=…` draws the same again. */
const RUNS = Number(process.env['INTERLEAVINGS'] ?? 100)
const SEED = Number(process.env['INTERLEAVINGS_SEED'] ?? Math.floor(Math.random() * 1e9))
/** Of each run: one whose form pays at once, and one who is paid for a take-home of an hour. */
const CANDIDATES = 2
const TAKE_HOME = 1

const rails = { tremendous: fakeRail(), stripe: fakeRail({ keyLifeSeconds: 24 * 3600 }, null, 'stripe') }
let d: PayDesk
let jobs: Job[]
let owners: Context[]
beforeAll(openUp)
afterAll(() => d.close())

async function openUp() {
  for (const rail of [rails.tremendous, rails.stripe]) rail.payments.clear()
  d = await openPayDesk({ rails })
  const [form, takeHome, offer] = d.trial.stages
  const hour = { ...takeHome, config: { ...takeHome?.config, time_limit: 'PT1H' } }
  jobs = [d.paying, await openAnotherJob(d, 'An hour', [{ ...form, config: { screening_enabled: false } }, hour, offer ?? {}])]
  owners = [d.ctx.as(d.owner), d.ctx.as(d.second)]
}

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
  job: Job
  application: string
}
type Act = { of: number; who: number; weather: Weather } & ({ kind: 'earn' | 'start' | 'push' | 'extend' | 'submit' | 'decline' | 'withdraw' | 'reject' | 'hold' | 'release' | 'cancel' | 'approve' | 'reissue' | 'record' | 'settle by hand' | 'weather' | 'arrive' | 'come back' } | { kind: 'wait'; minutes: number } | { kind: 'settings'; rail: 'manual' | 'stripe' | 'tremendous'; approvals: number; cap: number | null })

const FAIR = { of: TAKE_HOME, who: 0, weather: 'refused' as const }
const usual = { of: fc.nat(CANDIDATES - 1), who: fc.nat(1), weather: fc.constantFrom<Weather>('answer lost', 'never arrived', 'refused', 'no balance') }
const plain = fc.record({ ...usual, kind: fc.constantFrom('earn', 'earn', 'earn', 'decline', 'withdraw', 'reject', 'hold', 'release', 'release', 'cancel', 'approve', 'approve', 'reissue', 'reissue', 'record', 'settle by hand', 'weather', 'weather', 'arrive', 'come back') })
const waits = fc.record({ ...usual, kind: fc.constant('wait' as const), minutes: fc.constantFrom(0, 0, 1, 2, 6, 16, 90) })
const settings = fc.record({ ...usual, kind: fc.constant('settings' as const), rail: fc.constantFrom('manual', 'stripe', 'tremendous'), approvals: fc.nat(2), cap: fc.constantFrom(null, null, 0) })
const work = fc.record({ ...usual, of: fc.constant(TAKE_HOME), kind: fc.constantFrom('start', 'push', 'extend', 'extend', 'submit') })
const some: fc.Arbitrary<Act[]> = fc.array(fc.oneof({ weight: 4, arbitrary: plain }, { weight: 4, arbitrary: waits }, { weight: 2, arbitrary: work }, { weight: 1, arbitrary: settings }) as fc.Arbitrary<Act>, { minLength: 5, maxLength: 40 })
/** Two acts at a time, so each has one to wait for it. */
const inTurn = (...kinds: ('earn' | 'start' | 'extend' | 'push')[]): Act[] => kinds.flatMap((kind) => [{ kind, ...FAIR }, { kind: 'wait', minutes: 0, ...FAIR }])
/** Half of them begin with a clock that runs. */
const acts = fc.oneof(some, some.map((list) => [...inTurn('earn', 'start'), ...list]))

const rowsOf = (c: Chain) => d.db.query<Row & Record<string, unknown>>('select id, application_id, state, rail, sends, provider_id from payouts where application_id = $1 order by id', [c.application])
const newest = async (c: Chain) => (await rowsOf(c)).at(-1)
const paymentOf = (id: string) => rails.stripe.payments.get(id) ?? rails.tremendous.payments.get(id)
const railOf = (id: string) => (rails.stripe.payments.has(id) ? rails.stripe : rails.tremendous)
const asCandidate = (c: Chain) => d.ctx.as(d.candidate(c.email))
const owner = (n: number) => owners[n] ?? expect.fail('There are two owners.')

/** What may be refused, and then nothing has happened. */
async function may(act: Promise<unknown>) {
  await act.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
}

async function carryOut(a: Act, c: Chain): Promise<void> {
  if (a.kind === 'earn') return void (await may(d.apply(c.email, c.job).then((id) => (c.application = id))))
  if (a.kind === 'wait') return pass(a.minutes)
  if (a.kind === 'settings') return setUp(a.rail, a.approvals, a.cap)
  if (a.kind === 'weather') return void [rails.stripe, rails.tremendous][a.who]?.weather.push(a.weather)
  if (isWork(a.kind)) return c.application && c.job === jobs[TAKE_HOME] ? may(WORK[a.kind](c, a.who)) : undefined
  const p = c.application ? await newest(c) : undefined
  if (p) await may(ACTS[a.kind](p, c, a.who))
}

/** What is done with a take-home while its clock runs, each by the use case that does it. */
const WORK = {
  start: async (c: Chain) => {
    const { a, application } = await theirs(c)
    if (a) await startAssignment(d.ctx, a, application)
  },
  extend: async (c: Chain, who: number) => {
    const { a } = await theirs(c)
    if (a) await owner(who).transaction((tx) => grantExtension(tx, a.id, { seconds: 1800, reason: 'The power was out.' }))
  },
  submit: async (c: Chain) => {
    const { a } = await theirs(c)
    if (a) await asCandidate(c).transaction((tx) => submitNow(tx, a.id))
  },
  // By rows: that a push in time is logged so is for the tests of the gateway.
  push: async (c: Chain) => {
    const { a } = await theirs(c)
    if (!a) return
    const id = `psh_${a.id.slice(4)}_${++pushes}`
    await d.db.query(`insert into pushes (id, assignment_id, received_at, finished_at, state) select $2, id, hw_now(), hw_now(), 'applied' from assignments where id = $1 and state = 'started' and hw_now() < deadline_at and submit_requested_at is null`, [a.id, id])
    await d.db.query(`insert into push_updates (push_id, assignment_id, seq, ref, old_sha, new_sha, commit_sha, applied) select p.id, a.id, (select coalesce(max(seq), 0) + 1 from push_updates where assignment_id = a.id), 'refs/heads/main', a.starter_commit, a.starter_commit, a.starter_commit, true from pushes p join assignments a on a.id = p.assignment_id where p.id = $2 and a.id = $1`, [a.id, id])
  },
} satisfies Record<string, (c: Chain, who: number) => Promise<void>>
let pushes = 0
const isWork = (kind: Act['kind']): kind is keyof typeof WORK => kind in WORK

/** There is no take-home for whom a cap kept out. */
const theirs = (c: Chain) => d.ctx.transaction(async (tx) => ({ a: await findAssignmentOfApplication(tx, c.application), application: await loadApplicationById(tx, c.application) }))

const ACTS: Record<Exclude<Act['kind'], 'earn' | 'wait' | 'settings' | 'weather' | keyof typeof WORK>, (p: Row, c: Chain, who: number) => Promise<unknown>> = {
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
  const caps = cap === null ? [] : jobs.map((job) => ({ job_id: job.id, currency: 'USD', cap_minor: cap }))
  return owner(0).transaction((tx) => changeSettings(tx, d.ctx, { rail, approvals, caps }))
}

/** So many minutes by the database's clock; what is due then is done, as the worker does it. */
const pass = (minutes: number) => d.pass(minutes * 60)

/** Fair weather, every clock runs out, and everybody does what is asked of them, until all who have earned something are paid. */
async function comeToRest(chains: readonly Chain[]) {
  rails.stripe.weather.length = 0
  rails.tremendous.weather.length = 0
  await pass(12 * 60)
  for (let round = 0; round < 12; round++) {
    await pass(16)
    for (const c of chains) await doWhatIsAsked(c)
    if ((await Promise.all(chains.map(newest))).every((p) => !p || p.state === 'paid' || p.state === 'declined')) return
  }
}

async function doWhatIsAsked(c: Chain) {
  const p = await newest(c)
  if (!p) return
  if (p.state === 'held') await may(p.sends > 0 ? settleTruly(p, 0) : releasePayout(owner(0), p.id))
  for (const who of [0, 1]) if (p.state === 'needs_approval') await may(ACTS.approve(p, c, who))
  if (p.rail === 'manual') await may(ACTS.record(p, c, 0))
  // Earned while one person was enough, and now it takes two: it is planned anew by being held and released.
  if (p.state === 'accrued' && (await newest(c))?.state === 'accrued') for (const act of [ACTS.hold, ACTS.release]) await may(act(p, c, 0))
  if (['refused', 'failed', 'returned', 'cancelled'].includes(p.state)) await may(ACTS.reissue(p, c, 0))
  await ACTS.arrive(p, c, 0)
}

/** Money that is with the candidate, or on its way there: by rails, and by hand. */
function live(rows: readonly Row[]): number {
  const byRail = rows.filter((p) => ['submitted', 'paid'].includes(paymentOf(p.id)?.state ?? ''))
  return byRail.length + rows.filter((p) => p.rail === 'manual' && p.state === 'paid').length
}

/** What a candidate has done for it: the form, or a take-home that was started and not thrown away untouched. Who was not let in has done nothing. */
async function hasEarned(c: Chain): Promise<boolean> {
  if (c.job !== jobs[TAKE_HOME]) return true
  const [w] = await d.db.query<{ sealed: boolean; started: boolean; gone: boolean; pushed: boolean }>(
    `select exists (select from submissions s where s.assignment_id = g.id) as sealed, g.started_at is not null as started, a.state = 'withdrawn' as gone, exists (select from pushes p where p.assignment_id = g.id) as pushed
     from assignments g join applications a on a.id = g.application_id where a.id = $1`, [c.application])
  const earned = Boolean(w?.sealed || (w?.started && (!w.gone || w.pushed)))
  if (earned) expect(w?.sealed, `${c.application} was never sealed`).toBe(true)
  return earned
}

/** Payments that belong to no payout of ours, or are not what it owes. */
async function strangers(): Promise<string[]> {
  const ours = new Set((await d.db.query<{ id: string }>('select id from payouts')).map((p) => p.id))
  const all = [rails.stripe, rails.tremendous].flatMap((rail) => [...rail.payments])
  return all.filter(([key, m]) => !ours.has(key) || m.amount.amount_minor !== PAY.amount_minor || m.amount.currency !== PAY.currency).map(([key, m]) => `nobody’s: ${key} ${JSON.stringify(m)}`)
}

/** What is wrong now that everything has come to rest: a line each. */
async function wrongWith(c: Chain): Promise<string[]> {
  const rows = await rowsOf(c)
  const earned = await hasEarned(c)
  const declined = rows.some((p) => p.state === 'declined')
  const due = earned && !declined ? 1 : 0
  const last = rows.at(-1)?.state
  const right = live(rows) === due && (earned ? last === (declined ? 'declined' : 'paid') : rows.length === 0)
  return right ? [] : [`${due} is due to ${c.application}, and ${live(rows)} has arrived: ${JSON.stringify(rows)}`]
}

const LATE = `select s.id from submissions s join assignments g on g.id = s.assignment_id where s.source = 'deadline' and s.sealed_at < g.deadline_at`
const EXTENDED = `select distinct s.id from submissions s join deadline_extensions e on e.assignment_id = s.assignment_id`

let run = 0
async function tryOut(list: readonly Act[]): Promise<string[]> {
  run += 1
  await setUp('tremendous', 0, null)
  const chains: Chain[] = jobs.map((job, n) => ({ email: `run-${run}-${n}@example.test`, job, application: '' }))
  const wrong: string[] = []
  for (let i = 0; i < list.length; i += 2) {
    await Promise.all(list.slice(i, i + 2).map((a) => carryOut(a, chains[a.of] ?? expect.fail('nobody'))))
    for (const c of chains) if (live(await rowsOf(c)) > 1) wrong.push(`twice: ${c.application}`)
  }
  for (const c of chains) c.application ||= await d.apply(c.email, c.job)
  await comeToRest(chains)
  for (const c of chains) wrong.push(...(await wrongWith(c)))
  return [...wrong, ...(await strangers()), ...(await broken((text) => d.db.query(text)))]
}

it(`pays everybody once, in any order of earning, starting, pushing, extending, submitting, withdrawing, rejecting, declining, holding, approving, sending, asking, coming back and issuing anew`, { timeout: 900_000 }, async () => {
  console.log(`INTERLEAVINGS_SEED=${SEED}`)
  const property = fc.asyncProperty(acts, async (list) => {
    expect(await tryOut(list)).toEqual([])
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true })
  const all = [...rails.stripe.payments.values(), ...rails.tremendous.payments.values()]
  expect(all.length, 'few were paid by a rail').toBeGreaterThan(RUNS / 2)
  expect(await d.db.query(LATE), 'sealed before its clock was over').toEqual([])
  if (RUNS >= 40) expect((await d.db.query(EXTENDED)).length, 'few were extended and then sealed').toBeGreaterThan(RUNS / 20)
})

/** A fair day for the one with the take-home: started, extended, sealed and paid. */
const DAY = inTurn('earn', 'start', 'extend', 'push')

it('and finds nothing wrong with a fair day, on which somebody is extended', { timeout: 120_000 }, async () => {
  expect(await tryOut(DAY)).toEqual([])
})

describe('what is planted is found:', { timeout: 120_000 }, () => {
  const usual = { ...rails.tremendous }
  const found = () => tryOut(DAY).then((wrong) => wrong.join('\n'))
  const rule = (text: string) => d.db.query(text)
  // What was planted is not taken out again: each time with another company, on another database.
  beforeEach(async () => {
    await d.close()
    await openUp()
  })
  afterEach(() => Object.assign(rails.tremendous, usual))

  it('a rail that pays a second key for what it was told once', async () => {
    rails.tremendous.send = async (order) => {
      const answer = await usual.send(order)
      const paid = rails.tremendous.payments.get(order.key)
      if (paid) rails.tremendous.payments.set(`${order.key} again`, { ...paid, providerId: `${paid.providerId} again` })
      return answer
    }
    expect(await found()).toMatch(/nobody’s: pay_\w+ again/)
  })

  it('a take-home that is sealed and earns nothing', async () => {
    await rule(`create function lose() returns trigger language plpgsql as $$ begin return null; end $$`)
    await rule(`create trigger lose before insert on payouts for each row when (new.stage_key = 'take-home') execute function lose()`)
    const wrong = await found()
    expect(wrong).toMatch(/1 is due to app_\w+, and 0 has arrived/)
    expect(wrong).toMatch(/INV-1 a paid stage that was completed/)
  })

  it('a seal that earns twice', async () => {
    await rule(`drop index payouts_one_lives`)
    await rule(`drop index payouts_one_begins`)
    await rule(`create function twice() returns trigger language plpgsql as $$ begin
      new.id := 'pay_' || translate(substr(new.id, 5), 'abcdefghjkmnpqrstvwxyz', 'bcdefghjkmnpqrstvwxyza'); insert into payouts select new.*; return null; end $$`)
    await rule(`create trigger twice after insert on payouts for each row when (pg_trigger_depth() = 0 and new.stage_key = 'take-home') execute function twice()`)
    expect(await found()).toMatch(/INV-1 one payout lives for each paid stage/)
  })

  it('an entry that is missing in the ledger, which the database does not even take', async () => {
    await rule(`create function forget() returns trigger language plpgsql as $$ begin return null; end $$`)
    await rule(`create trigger forget before insert on ledger_entries for each row when (new.account = 'paid_out') execute function forget()`)
    await expect(found()).rejects.toThrow(/sums to zero/)
  })

  it('money that the ledger has elsewhere than the payout', async () => {
    await rule(`create function misplace() returns trigger language plpgsql as $$ begin new.account := 'written_off'; return new; end $$`)
    await rule(`create trigger misplace before insert on ledger_entries for each row when (new.account = 'paid_out') execute function misplace()`)
    expect(await found()).toMatch(/INV-13 the ledger has each payout’s money where its state says/)
  })
})
