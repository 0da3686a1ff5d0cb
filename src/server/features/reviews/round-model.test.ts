import fc from 'fast-check'
import { expect, it } from 'vitest'
import { discussionsFor } from './discussion.ts'
import { decide, isReady, isSettled, isShutOut, mayReadOthers, type Change, type RoundCommand, type RoundFacts } from './round-rules.ts'

/**
 * The rules of the round against a model written another way: a diary of what happened, from which everything is worked
 * out anew. Any two that disagree, on any of twenty thousand histories, fail.
 */

const PEOPLE = ['ana', 'ben', 'cem', 'dee', 'eva', 'fay'] as const
const OWNER = 'olivia'
const EVERYBODY = [...PEOPLE, OWNER]

const CRITERIA = [{ id: 'data' }, { id: 'tests' }]
type Levels = Record<string, number | null>
type Entry = { who: string; what: 'joined' | 'left' | 'sealed' | 'revealed' | 'unblinded' | 'withdrew' | 'talked'; levels?: Levels; about?: string }

/** The model: a diary. It knows no state but what was written into it. */
class Diary {
  readonly entries: Entry[] = []
  constructor(readonly wanted: number) {}

  did(who: string, what: Entry['what']) {
    return this.entries.some((e) => e.who === who && e.what === what)
  }
  happened(what: Entry['what']) {
    return this.entries.some((e) => e.what === what)
  }
  everIn() {
    return this.entries.filter((e) => e.what === 'joined').map((e) => e.who)
  }
  now() {
    return this.everIn().filter((who) => !this.did(who, 'left'))
  }
  hasOpenPlace(who: string) {
    return this.now().includes(who) && !this.did(who, 'sealed')
  }
  write(...entries: Entry[]) {
    this.entries.push(...entries)
  }
  refill(pool: readonly string[]) {
    if (this.happened('withdrew')) return
    for (const who of pool) if (this.now().length < this.wanted && !this.everIn().includes(who)) this.write({ who, what: 'joined' })
  }
  /** On what the reviews that count are two levels or more apart. */
  apart() {
    const levels = (id: string) => this.now().flatMap((who) => this.entries.find((e) => e.who === who && e.what === 'sealed')?.levels?.[id] ?? [])
    return CRITERIA.map((c) => c.id).filter((id) => levels(id).some((a) => levels(id).some((b) => a - b >= 2)))
  }
  settled() {
    return this.apart().every((id) => this.entries.some((e) => e.what === 'talked' && e.about === id))
  }
  reads(reader: string, author: string) {
    if (reader === author) return true
    if (!this.did(author, 'sealed')) return false
    if (this.happened('revealed')) return true
    return this.happened('unblinded') && (!this.everIn().includes(reader) || this.did(reader, 'sealed'))
  }
}

interface Real {
  round: RoundFacts
  reveals: number
  levels: Map<string, Levels>
}

type Command = RoundCommand | { act: 'withdraw' }

/** What the program does with a decision, without a database. */
function apply(round: RoundFacts, changes: readonly Change[], levels: Map<string, Levels>): RoundFacts {
  let after = round
  for (const change of changes) after = applyOne(after, change, levels)
  return after
}

function applyOne(r: RoundFacts, c: Change, levels: Map<string, Levels>): RoundFacts {
  if (c.do === 'reveal') return { ...r, revealed: true, discussions: opened(r, levels) }
  if (c.do === 'settle') return { ...r, discussions: r.discussions.map((d) => (d.criterionId === c.criterionId ? { ...d, settled: true } : d)) }
  if (c.do === 'unblind') return { ...r, unblinded: true }
  if (c.do === 'join') return { ...r, places: [...r.places, { memberId: c.memberId, state: 'assigned', left: false }] }
  const change = c.do === 'leave' ? { left: true } : { state: 'submitted' as const }
  return { ...r, places: r.places.map((p) => (p.memberId === c.memberId ? { ...p, ...change } : p)) }
}

function opened(round: RoundFacts, levels: Map<string, Levels>): RoundFacts['discussions'] {
  const reviews = round.places.filter((p) => !p.left).map((p) => ({ scores: Object.entries(levels.get(p.memberId) ?? {}).map(([criterion_id, level]) => ({ criterion_id, level })) }))
  return discussionsFor(CRITERIA, reviews).map((d) => ({ criterionId: d.criterionId, settled: false }))
}

/** One step in both worlds. `expected` says in the model's words whether it may happen, and writes it down when it does. */
class Step implements fc.Command<Diary, Real> {
  constructor(readonly command: Command, readonly levels: Levels, readonly crashes: boolean) {}
  check = () => true
  toString = () => `${JSON.stringify(this.command)}${this.crashes ? ' and crashes' : ''}`

  run(diary: Diary, real: Real) {
    if (this.command.act === 'withdraw') return this.withdraw(diary, real)
    const before = real.round
    const decision = decide(before, this.command)
    agree(decision.ok, mayHappen(diary, this.command), decision.ok ? 'allowed' : decision.why)
    // A crash before the commit leaves nothing behind, wherever it strikes.
    if (!decision.ok || this.crashes) return
    if (this.command.act === 'seal') real.levels.set(this.command.member, this.levels)
    real.reveals += decision.changes.filter((c) => c.do === 'reveal').length
    real.round = apply(before, decision.changes, real.levels)
    writeDown(diary, this.command, this.levels)
    compare(diary, before, real)
  }

  withdraw(diary: Diary, real: Real) {
    diary.write({ who: 'candidate', what: 'withdrew' })
    real.round = { ...real.round, ended: true }
  }
}

function mayHappen(d: Diary, c: RoundCommand): boolean {
  if (c.act === 'discuss') return d.happened('revealed') && (c.decides || d.now().includes(c.by)) && d.apart().includes(c.criterionId)
  if (d.happened('revealed')) return false
  switch (c.act) {
    case 'fill':
      return true
    case 'seal':
      return d.hasOpenPlace(c.member)
    case 'decline':
    case 'exclude':
      return d.hasOpenPlace(c.leaves)
    case 'replace':
    case 'hand_over':
      return d.hasOpenPlace(c.leaves) && !d.happened('withdrew') && !d.everIn().includes(c.joins) && c.pool.includes(c.joins)
    case 'unblind':
      return !d.did(c.by, 'left') && !d.happened('unblinded') && d.now().some((who) => d.did(who, 'sealed'))
  }
}

function writeDown(d: Diary, c: RoundCommand, levels: Levels) {
  if (c.act === 'discuss') d.write({ who: c.by, what: 'talked', about: c.criterionId })
  if (c.act === 'fill') d.refill(c.pool)
  if (c.act === 'unblind') d.write({ who: c.by, what: 'unblinded' })
  if (c.act === 'replace' || c.act === 'hand_over') d.write({ who: c.leaves, what: 'left' }, { who: c.joins, what: 'joined' })
  if (c.act === 'decline' || c.act === 'exclude') {
    d.write({ who: c.leaves, what: 'left' })
    d.refill(c.pool)
  }
  if (c.act !== 'seal') return
  d.write({ who: c.member, what: 'sealed', levels })
  if (d.now().length === d.wanted && d.now().every((who) => d.did(who, 'sealed'))) d.write({ who: c.member, what: 'revealed' })
}

function compare(d: Diary, before: RoundFacts, { round, reveals }: Real) {
  const ids = (places: RoundFacts['places']) => places.map((p) => p.memberId).toSorted().join()
  agree(ids(round.places.filter((p) => !p.left)), d.now().toSorted().join(), 'who is in')
  agree(ids(round.places), d.everIn().toSorted().join(), 'who ever was in')
  agree(round.revealed, d.happened('revealed'), 'revealed')
  // Exactly once, and exactly when all that are wanted have sealed.
  agree(reveals, round.revealed ? 1 : 0, 'reveals')
  agree(isReady(round), round.revealed, 'ready')
  agree(isSettled(round), d.happened('revealed') && d.settled(), 'settled')
  if (!round.revealed) agree(round.discussions.length, 0, 'discussions before the reveal')
  for (const was of before.places) {
    const is = round.places.find((p) => p.memberId === was.memberId)
    // What is sealed stays sealed; who left stays out.
    if (was.state === 'submitted') agree(is?.state === 'submitted' && !is.left, true, 'sealed stays')
    if (was.left) agree(is?.left, true, 'left stays out')
  }
  for (const reader of EVERYBODY) compareEyes(d, round, reader)
}

function compareEyes(d: Diary, round: RoundFacts, reader: string) {
  agree(isShutOut(round, reader), !d.happened('revealed') && d.did(reader, 'left'), `${reader} is shut out`)
  for (const author of PEOPLE) {
    if (reader !== author && d.did(author, 'sealed')) agree(mayReadOthers(round, reader), d.reads(reader, author), `${reader} reads ${author}`)
  }
}

/** `expect` explains more than two million comparisons can wait for. */
function agree<T extends string | number | boolean | undefined>(is: T, shouldBe: T, what: string) {
  if (is !== shouldBe) throw new Error(`${what}: the rules say ${is}, the model ${shouldBe}`)
}

const someone = fc.constantFrom(...PEOPLE)
const pool = fc.shuffledSubarray([...PEOPLE], { minLength: 0, maxLength: PEOPLE.length })
const commands = fc.oneof(
  fc.record({ act: fc.constant('fill' as const), pool }),
  fc.record({ act: fc.constant('replace' as const), leaves: someone, joins: someone, pool }),
  fc.record({ act: fc.constant('hand_over' as const), leaves: someone, joins: someone, pool }),
  fc.record({ act: fc.constant('decline' as const), leaves: someone, pool }),
  fc.record({ act: fc.constant('exclude' as const), leaves: someone, how: fc.constantFrom('conflict' as const, 'replaced' as const), pool }),
  fc.record({ act: fc.constant('seal' as const), member: someone }),
  // Mostly by those who were asked first, or few rounds would ever come to their end.
  fc.record({ act: fc.constant('seal' as const), member: fc.constantFrom('ana' as const, 'ben' as const, 'cem' as const) }),
  fc.record({ act: fc.constant('unblind' as const), by: fc.constantFrom(...EVERYBODY) }),
  fc.record({ act: fc.constant('discuss' as const), by: fc.constantFrom(...EVERYBODY), criterionId: fc.constantFrom('data', 'tests', 'unknown'), decides: fc.boolean() }),
  fc.record({ act: fc.constant('discuss' as const), by: fc.constant(OWNER), criterionId: fc.constantFrom('data', 'tests'), decides: fc.constant(true) }),
  fc.constant({ act: 'withdraw' as const }),
)
const level = fc.option(fc.integer({ min: 1, max: 5 }), { freq: 6 })
const levels = fc.record({ data: level, tests: level })

const SEQUENCES = 20_000

it(`the rules and the model never disagree, in ${SEQUENCES} histories with crashes`, () => {
  const seen = { revealed: 0, unblinded: 0, left: 0, withdrew: 0, settled: 0 }
  const steps = fc.commands([fc.tuple(commands, levels, fc.nat(9)).map(([command, given, n]) => new Step(command, given, n === 0))], { size: 'medium', maxCommands: 30 })
  const property = fc.property(fc.integer({ min: 2, max: 3 }), steps, (wanted, history) => {
    const real: Real = { round: { wanted, revealed: false, unblinded: false, ended: false, places: [], discussions: [] }, reveals: 0, levels: new Map() }
    fc.modelRun(() => ({ model: new Diary(wanted), real }), [new Step({ act: 'fill', pool: ['ana', 'ben', 'cem'] }, {}, false), ...history])
    if (real.round.revealed) seen.revealed++
    if (real.round.unblinded) seen.unblinded++
    if (real.round.places.some((p) => p.left)) seen.left++
    if (real.round.ended) seen.withdrew++
    if (real.round.discussions.some((d) => d.settled)) seen.settled++
  })
  fc.assert(property, { numRuns: SEQUENCES })
  // A search that never gets there proves nothing.
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(SEQUENCES / 100)
}, 120_000)
