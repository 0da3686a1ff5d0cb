import { describe, expect, it } from 'vitest'
import { discussionsFor, openDiscussions, spreadOn } from './discussion.ts'
import { remindersFor } from './reminders.ts'
import { decide, inOrderOfLoad, isReady, mayReadOthers, type PlaceFacts, type RoundFacts } from './round-rules.ts'

const place = (memberId: string, state: PlaceFacts['state'] = 'assigned', left = false): PlaceFacts => ({ memberId, state, left })
const round = (places: PlaceFacts[], o: Partial<RoundFacts> = {}): RoundFacts => ({ wanted: 2, revealed: false, unblinded: false, ended: false, places, discussions: [], ...o })

describe('who is asked', () => {
  it('are those with the fewest open rounds; a tie is broken by the round, not by who somebody is', () => {
    const load = new Map([['a', 2], ['d', 1]])
    const order = (salt: string) => inOrderOfLoad(['a', 'b', 'c', 'd'], load, (id) => `${salt}${salt === 'x' ? id : { b: 'c', c: 'b' }[id] ?? id}`)
    expect(order('x')).toEqual(['b', 'c', 'd', 'a'])
    expect(order('y')).toEqual(['c', 'b', 'd', 'a'])
  })

  it('are never more than are wanted, and nobody who had a place before', () => {
    const fill = (places: PlaceFacts[], pool: string[]) => decide(round(places), { act: 'fill', pool })
    expect(fill([], ['a'])).toEqual({ ok: true, changes: [{ do: 'join', memberId: 'a' }] })
    expect(fill([place('a'), place('b')], ['c'])).toEqual({ ok: true, changes: [] })
    expect(fill([place('a', 'assigned', true), place('b')], ['a', 'b', 'c', 'd'])).toEqual({ ok: true, changes: [{ do: 'join', memberId: 'c' }] })
  })
})

describe('a round', () => {
  it('is ready when everybody wanted is there and has submitted', () => {
    const done = [place('a', 'submitted'), place('b', 'submitted')]
    expect(isReady(round(done))).toBe(true)
    expect(isReady(round([place('a', 'submitted'), place('b')]))).toBe(false)
    expect(isReady(round(done, { wanted: 3 }))).toBe(false)
    expect(isReady(round([...done, place('left', 'assigned', true)]))).toBe(true)
  })

  it('that is unblinded opens to those with nothing to seal in it, and to nobody who left', () => {
    const places = [place('sealed', 'submitted'), place('open'), place('left', 'assigned', true)]
    const open = (id: string, o: Partial<RoundFacts>) => mayReadOthers(round(places, o), id)
    expect(['sealed', 'open', 'left', 'owner'].map((id) => open(id, { unblinded: true }))).toEqual([true, false, false, true])
    expect(['sealed', 'open', 'left', 'owner'].map((id) => open(id, {}))).toEqual([false, false, false, false])
    expect(['sealed', 'open', 'left', 'owner'].map((id) => open(id, { revealed: true }))).toEqual([true, true, true, true])
  })

  it('is unblinded once, when something is sealed, and not by whoever left it', () => {
    const places = [place('a', 'submitted'), place('b'), place('c', 'assigned', true)]
    expect(decide(round(places), { act: 'unblind', by: 'b' })).toEqual({ ok: true, changes: [{ do: 'unblind' }] })
    expect(decide(round(places), { act: 'unblind', by: 'c' })).toMatchObject({ why: 'shut_out' })
    expect(decide(round(places, { unblinded: true }), { act: 'unblind', by: 'z' })).toMatchObject({ why: 'unblinded' })
    expect(decide(round([place('a'), place('b')]), { act: 'unblind', by: 'z' })).toMatchObject({ why: 'nothing_sealed' })
  })
})

describe('a discussion', () => {
  const review = (levels: Record<string, number | null>) => ({ scores: Object.entries(levels).map(([criterion_id, level]) => ({ criterion_id, level })) })

  it('is opened by two levels or more, and not by what somebody could not assess', () => {
    const reviews = [review({ data: 2, tests: 3, errors: null }), review({ data: 4, tests: 4, errors: 1 })]
    expect(discussionsFor([{ id: 'tests' }, { id: 'data' }, { id: 'errors' }], reviews)).toEqual([{ criterionId: 'data', spread: 2 }])
    expect(spreadOn(reviews, 'errors')).toBe(0)
    expect(spreadOn([...reviews, review({ errors: 5 })], 'errors')).toBe(4)
  })

  it('is open until something is written down', () => {
    const written = { outcome: 'Settled on 3', level: 3, by: 'Ana', at: new Date(0) }
    expect(openDiscussions([{ criterionId: 'a', spread: 2, outcomes: [] }, { criterionId: 'b', spread: 3, outcomes: [written] }]).map((d) => d.criterionId)).toEqual(['a'])
  })
})

describe('reminders', () => {
  it('come a day before, at the date, and after it; with little time, when a third is left', () => {
    const hours = (a: string, b: string) => remindersFor(new Date(a), new Date(b)).map((r) => (r.at.getTime() - new Date(a).getTime()) / 3_600_000)
    expect(hours('2026-11-01T00:00Z', '2026-11-08T00:00Z')).toEqual([144, 168, 192, 240])
    expect(hours('2026-11-01T00:00Z', '2026-11-01T03:00Z')).toEqual([2, 3, 27, 75])
  })
})
