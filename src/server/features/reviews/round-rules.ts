/** What may happen in a review round, decided from public facts alone: who is asked, and who is done. Pure. */

export interface PlaceFacts {
  memberId: string
  state: 'assigned' | 'submitted'
  /** Out of the round until the reveal, and never back. */
  left: boolean
}

export interface RoundFacts {
  wanted: number
  revealed: boolean
  unblinded: boolean
  /** The candidate is no longer in the process: nobody new is asked, and what was begun may be finished. */
  ended: boolean
  places: readonly PlaceFacts[]
  /** Opened by the reveal, where the reviews differ too much. */
  discussions: readonly { criterionId: string; settled: boolean }[]
}

export type HowLeft = 'replaced' | 'declined' | 'handed_over' | 'conflict'

/** `pool`: those who may judge this candidate, in the order in which they would be asked. */
export type RoundCommand =
  | { act: 'fill'; pool: readonly string[] }
  | { act: 'replace'; leaves: string; joins: string; pool: readonly string[] }
  | { act: 'decline'; leaves: string; pool: readonly string[] }
  | { act: 'hand_over'; leaves: string; joins: string; pool: readonly string[] }
  | { act: 'exclude'; leaves: string; how: 'conflict' | 'replaced'; pool: readonly string[] }
  | { act: 'seal'; member: string }
  | { act: 'unblind'; by: string }
  | { act: 'discuss'; by: string; criterionId: string; decides: boolean }

export type Change = { do: 'leave'; memberId: string; how: HowLeft } | { do: 'join'; memberId: string } | { do: 'submit'; memberId: string } | { do: 'reveal' } | { do: 'unblind' } | { do: 'settle'; criterionId: string }

export type Why = 'revealed' | 'no_place' | 'submitted' | 'left_before' | 'in_already' | 'not_in_pool' | 'shut_out' | 'unblinded' | 'nothing_sealed' | 'ended' | 'not_revealed' | 'not_theirs' | 'no_discussion'

/** Either changes, all of them or none, or the reason why there are none. */
export type Decision = { ok: true; changes: Change[] } | { ok: false; why: Why; memberId?: string }

/** Decides. The caller holds the round, and does everything that is said in one transaction. */
export function decide(round: RoundFacts, command: RoundCommand): Decision {
  if (command.act === 'discuss') return discuss(round, command)
  if (round.revealed) return no('revealed')
  switch (command.act) {
    case 'fill':
      return yes(joins(round, command.pool))
    case 'replace':
      return swap(round, command, 'replaced')
    case 'hand_over':
      return swap(round, command, 'handed_over')
    case 'decline':
      return leaveAndRefill(round, command, 'declined')
    case 'exclude':
      return leaveAndRefill(round, command, command.how)
    case 'seal':
      return seal(round, command.member)
    case 'unblind':
      return unblind(round, command.by)
  }
}

/** Whether nothing of the round keeps the application in its stage; feedback is another matter. */
export function isSettled({ revealed, discussions }: Pick<RoundFacts, 'revealed' | 'discussions'>): boolean {
  return revealed && discussions.every((d) => d.settled)
}

/** The places that count: those who left are not among them. */
export function active<P extends Pick<PlaceFacts, 'left'>>(places: readonly P[]): P[] {
  return places.filter((p) => !p.left)
}

/** Whether everybody who is wanted is there and has submitted. */
export function isReady({ wanted, places }: Pick<RoundFacts, 'wanted' | 'places'>): boolean {
  const there = active(places)
  return there.length === wanted && there.every((p) => p.state === 'submitted')
}

/** Whether somebody may read a sealed review of a colleague. They may see the application; this is about the round. */
export function mayReadOthers(round: RoundFacts, memberId: string): boolean {
  if (round.revealed) return true
  return round.unblinded && round.places.every((p) => p.memberId !== memberId || p.state === 'submitted')
}

/** Somebody who left finds nothing of the round until the reveal. */
export function isShutOut(round: RoundFacts, memberId: string): boolean {
  return !round.revealed && round.places.some((p) => p.memberId === memberId && p.left)
}

function swap(round: RoundFacts, c: { leaves: string; joins: string; pool: readonly string[] }, how: HowLeft): Decision {
  const why = whyNotLeave(round, c.leaves)
  if (why) return no(why, c.leaves)
  if (round.ended) return no('ended')
  const known = round.places.find((p) => p.memberId === c.joins)
  if (known) return no(known.left ? 'left_before' : 'in_already', c.joins)
  if (!c.pool.includes(c.joins)) return no('not_in_pool', c.joins)
  return yes([{ do: 'leave', memberId: c.leaves, how }, { do: 'join', memberId: c.joins }])
}

function leaveAndRefill(round: RoundFacts, c: { leaves: string; pool: readonly string[] }, how: HowLeft): Decision {
  const why = whyNotLeave(round, c.leaves)
  if (why) return no(why, c.leaves)
  const after = { ...round, places: round.places.map((p) => (p.memberId === c.leaves ? { ...p, left: true } : p)) }
  return yes([{ do: 'leave', memberId: c.leaves, how }, ...joins(after, c.pool)])
}

function whyNotLeave(round: RoundFacts, memberId: string): Why | null {
  const place = active(round.places).find((p) => p.memberId === memberId)
  if (!place) return 'no_place'
  return place.state === 'submitted' ? 'submitted' : null
}

/** Whoever has or had a place in the round is not asked again. */
function joins(round: RoundFacts, pool: readonly string[]): Change[] {
  if (round.ended) return []
  const free = Math.max(0, round.wanted - active(round.places).length)
  const fresh = pool.filter((id) => !round.places.some((p) => p.memberId === id))
  return fresh.slice(0, free).map((memberId) => ({ do: 'join', memberId }))
}

function seal(round: RoundFacts, memberId: string): Decision {
  const why = whyNotLeave(round, memberId)
  if (why) return no(why, memberId)
  const places = round.places.map((p) => (p.memberId === memberId ? { ...p, state: 'submitted' as const } : p))
  const submit: Change = { do: 'submit', memberId }
  return yes(isReady({ ...round, places }) ? [submit, { do: 'reveal' }] : [submit])
}

function unblind(round: RoundFacts, by: string): Decision {
  if (isShutOut(round, by)) return no('shut_out', by)
  if (round.unblinded) return no('unblinded')
  if (!active(round.places).some((p) => p.state === 'submitted')) return no('nothing_sealed')
  return yes([{ do: 'unblind' }])
}

/** Said as often as there is something to say; the first record settles it. */
function discuss(round: RoundFacts, c: { by: string; criterionId: string; decides: boolean }): Decision {
  if (!round.revealed) return no('not_revealed')
  if (!c.decides && !active(round.places).some((p) => p.memberId === c.by)) return no('not_theirs')
  if (!round.discussions.some((d) => d.criterionId === c.criterionId)) return no('no_discussion')
  return yes([{ do: 'settle', criterionId: c.criterionId }])
}

const yes = (changes: Change[]): Decision => ({ ok: true, changes })
const no = (why: Why, memberId?: string): Decision => (memberId === undefined ? { ok: false, why } : { ok: false, why, memberId })

/**
 * Those with the fewest open rounds first. Ties are broken by a number made of the round and the member, so that nobody is
 * preferred for their age or name, and the order tells nothing.
 */
export function inOrderOfLoad(pool: readonly string[], load: ReadonlyMap<string, number>, tie: (memberId: string) => string): string[] {
  const key = (id: string) => ({ load: load.get(id) ?? 0, tie: tie(id) })
  return pool.toSorted((a, b) => compare(key(a), key(b)))
}

function compare(a: { load: number; tie: string }, b: { load: number; tie: string }): number {
  return a.load - b.load || (a.tie < b.tie ? -1 : 1)
}
