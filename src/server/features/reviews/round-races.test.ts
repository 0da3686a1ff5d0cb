import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadApplicationById, lockApplication } from '#server/features/applications/index.ts'
import { Refusal } from '#server/platform/errors.ts'
import { type Principal, SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Person, type ReviewHouse, startReviewHouse, WORDS } from '#test/support/review-round.ts'
import { declineReview } from './decline-review.ts'
import { handOverReview } from './hand-over-review.ts'
import { fillRound } from './open-round.ts'
import { recordDiscussion } from './record-discussion.ts'
import { replaceReviewer } from './replace-reviewer.ts'
import { visibleReviews } from './review-store.ts'
import { factsOf, type Place, type Round } from './round.ts'
import { mayReadOthers } from './round-rules.ts'
import { findRound, insertRound, listPlaces } from './round-store.ts'
import { sealReview } from './seal-review.ts'
import { unblindRound } from './unblind-round.ts'
import { saveScore, saveVerdict } from './write-review.ts'

/**
 * The same acts on the real database: each may be cut off before any of its statements, have its connection killed, or race
 * with another. Whatever happens, what the database holds is what the rules allow, and nobody reads what they must not.
 */

const SEQUENCES = Number(process.env['ROUND_SEQUENCES'] ?? 60)

let house: ReviewHouse
let people: Person[]
let orgId: string
let template: string
beforeAll(async () => {
  house = await startReviewHouse()
  people = [house.owner, ...house.reviewers]
  template = (await house.toReview('template@example.test')).applicationId
  orgId = (await house.app.db.query<{ org_id: string }>('select org_id from applications where id = $1', [template]))[0]?.org_id ?? ''
  await house.setTeam({ reviewers: people.map((p) => p.id) })
}, 200_000)
afterAll(() => house.close())

class Crash extends Error {}

type Act = 'seal' | 'decline' | 'replace' | 'hand_over' | 'unblind' | 'discuss' | 'withdraw'
interface Step {
  act: Act
  who: number
  other: number
  level: number
  /** Cut off before this statement; beyond the last one, before the commit. */
  crash: number | null
  kill: boolean
}

const as = (p: Person): Principal => ({ kind: 'member', userId: '', memberId: p.id, orgId, role: p.id === house.owner.id ? 'owner' : 'reviewer', name: 'N', email: p.email, scopes: null, sessionId: 'ses' })

/** A round of its own over the same submission, without the hour a take-home takes. */
async function openAnother(n: number): Promise<string> {
  const id = (kind: string) => `${kind}_${String(n).padStart(26, '0')}`
  await house.app.db.query(`insert into candidates (id, org_id, name, email, created_at) select $1, org_id, 'N', $2, created_at from candidates limit 1`, [id('cand'), `race-${n}@example.test`])
  await house.app.db.query(`insert into applications (id, org_id, job_id, candidate_id, process_version_id, stage_index, stage_entered_at, applied_at, hides_names) select $1, org_id, job_id, $2, process_version_id, stage_index, stage_entered_at, applied_at, hides_names from applications where id = $3`, [id('app'), id('cand'), template])
  await house.app.db.query(`insert into stage_progress (application_id, stage_index, stage_key, state, entered_at, completed_at) select $1, stage_index, stage_key, state, entered_at, completed_at from stage_progress where application_id = $2`, [id('app'), template])
  return patiently(() => house.app.ctx.as(SYSTEM).transaction(async (tx) => {
    const like = await tx.sql.selectFrom('review_rounds').selectAll().where('application_id', '=', template).executeTakeFirstOrThrow()
    // Written by insertRound, from a parsed rubric.
    const round = await insertRound(tx, { orgId, applicationId: id('app'), stageKey: like.stage_key, submissionId: like.submission_id, rubric: like.rubric as Round['rubric'], rubricSha256: like.rubric_sha256, wanted: 2, dueAt: null })
    await fillRound(tx, round, await loadApplicationById(tx, id('app')))
    return round
  }))
}

async function read(roundId: string): Promise<{ round: Round; places: Place[] }> {
  return patiently(() => readOnce(roundId))
}

/** Reading may hit a connection that was killed; that says nothing of what is there. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = 10; ; left--) {
    try {
      return await ask()
    } catch (error) {
      if (left === 0 || !isBrokenConnection(error)) throw error
    }
  }
}

async function readOnce(roundId: string): Promise<{ round: Round; places: Place[] }> {
  return house.app.ctx.as(SYSTEM).transaction(async (tx) => {
    const round = await findRound(tx, roundId)
    if (!round) throw new Error('The round is gone')
    return { round, places: await listPlaces(tx, [roundId]) }
  })
}

const person = (i: number) => people[i % people.length] ?? house.owner
const reviewOf = (places: readonly Place[], p: Person) => places.find((x) => x.memberId === p.id)?.reviewId ?? `rev_${'0'.repeat(26)}`

async function perform(tx: Tx, roundId: string, places: readonly Place[], s: Step): Promise<void> {
  const [mine, joins] = [reviewOf(places, person(s.who)), person(s.other).id]
  if (s.act === 'seal') return seal(tx, mine, s.level)
  if (s.act === 'decline') return declineReview(tx, mine, { reason: 'no_time', words: '' })
  if (s.act === 'hand_over') return handOverReview(tx, mine, joins)
  if (s.act === 'replace') return void (await replaceReviewer(tx, roundId, { leaves: person(s.who).id, joins }))
  if (s.act === 'unblind') return void (await unblindRound(tx, roundId, 'Something that can’t wait happened here.'))
  if (s.act === 'discuss') return void (await recordDiscussion(tx, roundId, { criterion_id: 'data', outcome: 'We talked about it.', level: null }))
  const a = await lockApplication(tx, (await findRound(tx, roundId))?.applicationId ?? '')
  if (a?.state === 'active') await tx.sql.updateTable('applications').set({ state: 'withdrawn', ended_at: tx.now }).where('id', '=', a.id).execute()
}

async function seal(tx: Tx, review: string, level: number): Promise<void> {
  for (const criterion_id of ['data', 'tests']) await saveScore(tx, review, { criterion_id, level, cannot_assess: null, evidence: WORDS })
  await saveVerdict(tx, review, { summary: WORDS, recommendation: 'yes' })
  await sealReview(tx, review)
}

/** Does it, or is refused, or is cut off. Anything else is a fault of ours. */
async function attempt(roundId: string, places: readonly Place[], s: Step): Promise<'done' | 'refused' | 'crashed'> {
  const who = s.act === 'unblind' || s.act === 'discuss' || s.act === 'replace' ? house.owner : person(s.who)
  try {
    await house.app.ctx.as(s.act === 'withdraw' ? SYSTEM : as(who)).transaction((tx) => cutOff(tx, s, () => perform(broken(tx, s), roundId, places, s)))
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return 'refused'
    if (error instanceof Crash || s.kill || isBrokenConnection(error)) return 'crashed'
    throw error
  }
}

/** The pool may hand out a connection whose end it has not heard of; whoever gets it is cut off before their first statement. */
function isBrokenConnection(error: unknown): boolean {
  return error instanceof Error && /terminat|ECONNRESET|EPIPE|not queryable/.test(error.message)
}

async function cutOff(tx: Tx, s: Step, act: () => Promise<void>): Promise<void> {
  await act()
  if (s.kill) {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.sql)
    await house.app.db.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  }
  if (s.crash !== null) throw new Crash()
}

/** The transaction of a program that dies before one of its statements. */
function broken(tx: Tx, { crash }: Step): Tx {
  if (crash === null) return tx
  let left = crash
  const plugin: Parameters<Tx['sql']['withPlugin']>[0] = {
    transformQuery: ({ node }) => {
      if (left-- === 0) throw new Crash()
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  // A transaction with a plugin is the same transaction.
  return { ...tx, sql: tx.sql.withPlugin(plugin) as Tx['sql'] }
}

async function mustHold(roundId: string, before: { round: Round; places: Place[] }) {
  const now = await read(roundId)
  const active = now.places.filter((p) => p.replacedAt === null)
  expect(active.length).toBeLessThanOrEqual(now.round.wanted)
  expect(now.round.revealedAt !== null, 'revealed exactly when all wanted are sealed').toBe(active.length === now.round.wanted && active.every((p) => p.state === 'submitted'))
  const reveals = await house.app.db.query(`select 1 from events where type = 'review_round.revealed' and data ->> 'round_id' = $1`, [roundId])
  expect(reveals.length, 'revealed once').toBe(now.round.revealedAt ? 1 : 0)
  for (const was of before.places) {
    const is = now.places.find((p) => p.memberId === was.memberId)
    if (was.state === 'submitted') expect(is, 'sealed stays').toEqual(was)
    if (was.replacedAt) expect(is?.replacedAt, 'left stays out').toEqual(was.replacedAt)
  }
  if (before.round.unblinded) expect(now.round.unblinded).toEqual(before.round.unblinded)
  for (const reader of people) await patiently(() => mustSeeOnly(now, reader))
  return now
}

/** What the store gives out, and what the database gives out to a query that forgot to ask, are what the rules say. */
async function mustSeeOnly({ round, places }: { round: Round; places: Place[] }, reader: Person) {
  const sealed = places.filter((p) => p.state === 'submitted').map((p) => p.memberId)
  const others = mayReadOthers(factsOf(round, places), reader.id) ? sealed : sealed.filter((id) => id === reader.id)
  await house.app.ctx.as(as(reader)).transaction(async (tx) => {
    const given = (await visibleReviews(tx, round.id)).filter((r) => r.sealedAt).map((r) => r.authorId)
    const bare = await tx.sql.selectFrom('reviews').select('author_id').where('round_id', '=', round.id).where('sealed_at', 'is not', null).execute()
    expect(given.toSorted(), 'by the store').toEqual(others.toSorted())
    expect(bare.map((r) => r.author_id).toSorted(), 'by the database').toEqual(others.toSorted())
  })
}

const step = fc.record({
  act: fc.constantFrom<Act>('seal', 'seal', 'seal', 'seal', 'decline', 'replace', 'hand_over', 'unblind', 'discuss', 'withdraw'),
  who: fc.nat(3),
  other: fc.nat(3),
  level: fc.integer({ min: 1, max: 5 }),
  crash: fc.option(fc.nat(40), { freq: 3 }).map((n) => (n !== null && n < 25 ? n : null)),
  kill: fc.nat(14).map((n) => n === 0),
})

/** However it went so far: when those who are left seal, the round comes to its end. */
async function finish(roundId: string, from: { round: Round; places: Place[] }) {
  let now = from
  for (const place of from.places.filter((p) => p.replacedAt === null && p.state === 'assigned')) {
    const step: Step = { act: 'seal', who: people.findIndex((p) => p.id === place.memberId), other: 0, level: 3, crash: null, kill: false }
    while ((await attempt(roundId, now.places, step)) === 'crashed') continue
    now = await mustHold(roundId, now)
  }
  return now
}

let made = 0
it(`what the database holds is what the rules allow, in ${SEQUENCES} histories with crashes, killed connections and races`, async () => {
  const seen = { done: 0, refused: 0, crashed: 0, revealed: 0 }
  const property = fc.asyncProperty(fc.array(fc.tuple(step, fc.option(step, { freq: 2 })), { minLength: 3, maxLength: 8 }), async (history) => {
    const roundId = await openAnother(++made)
    let now = await read(roundId)
    for (const [first, second] of history) {
      const results = await Promise.all([first, ...(second ? [second] : [])].map((s) => attempt(roundId, now.places, s)))
      for (const result of results) seen[result]++
      const unchanged = results.every((r) => r !== 'done')
      const before = now
      now = await mustHold(roundId, before)
      // What was cut off before its commit was never there.
      if (unchanged) expect(now).toEqual(before)
    }
    const end = await finish(roundId, now)
    if (end.round.revealedAt) seen.revealed++
  })
  await fc.assert(property, { numRuns: SEQUENCES, endOnFailure: true })
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(SEQUENCES / 20)
}, 900_000)
