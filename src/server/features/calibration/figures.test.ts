import { describe, expect, it } from 'vitest'
import { criterionAgreement, overallAlpha, pairAgreement } from './agreement.ts'
import { severityOf } from './severity.ts'

const MONTH = 30 * 86_400_000
const [ana, ben, cleo] = ['Ana', 'Ben', 'Cleo'].map((name) => ({ id: `mem_${name}`, name })) as [{ id: string; name: string }, { id: string; name: string }, { id: string; name: string }]
const model = { id: 'model', name: 'Model' }

interface Given {
  by: { id: string; name: string }
  level: number
  criterion?: string
}

function round(n: number, ...given: Given[]) {
  return given.map((g) => ({ roundId: `rnd_${n}`, revealedAt: new Date(Date.UTC(2026, 0, 1) + n * MONTH), member: g.by, criterionId: g.criterion ?? 'model', level: g.level }))
}

/** Whether two agree goes round with the number: three of four times exactly, else one level apart. */
const rounds = (count: number, first = ana, second = ben) =>
  Array.from({ length: count }, (_, n) => round(n, { by: first, level: 1 + (n % 4) }, { by: second, level: 1 + (n % 4) + (n % 4 === 3 ? 1 : 0) })).flat()

describe('agreement on a criterion', () => {
  it('is shown with its interval from twenty rounds on', () => {
    const { n, exact, within_one, kappa } = criterionAgreement(rounds(20), model, 'seed')
    expect({ n, exact, within_one }).toEqual({ n: 20, exact: 0.75, within_one: 1 })
    expect(kappa.value).toBeGreaterThan(0.8)
    expect(kappa.low).toBeLessThan(kappa.value ?? 0)
    expect(kappa.high).toBeGreaterThan(kappa.value ?? 1)
    expect(kappa.why).toBeNull()
  })

  it('is not shown with fewer, and says how many are missing', () => {
    expect(criterionAgreement(rounds(19), model, 'seed').kappa).toMatchObject({ value: null, low: null, high: null, why: expect.stringContaining('1 more is needed') })
    expect(criterionAgreement(rounds(7), model, 'seed').kappa.why).toContain('13 more are needed')
    expect(overallAlpha(rounds(19), 'seed')).toMatchObject({ alpha: { value: null }, reading: null })
  })

  it('is the same whoever of the two is called first, and for everybody who asks', () => {
    expect(criterionAgreement(rounds(24, ana, ben), model, 'seed').kappa).toEqual(criterionAgreement(rounds(24, ben, ana), model, 'seed').kappa)
  })

  it('is not defined where everybody gives one level, and says so', () => {
    const same = Array.from({ length: 25 }, (_, n) => round(n, { by: ana, level: 3 }, { by: ben, level: 3 })).flat()
    expect(criterionAgreement(same, model, 'seed')).toMatchObject({ exact: 1, kappa: { value: null, why: expect.stringContaining('same level') } })
  })

  it('leaves out a round in which only one person could assess the criterion', () => {
    expect(criterionAgreement([...rounds(20), ...round(99, { by: ana, level: 1 })], model, 'seed')).toEqual(criterionAgreement(rounds(20), model, 'seed'))
    expect(criterionAgreement([], model, 'seed')).toMatchObject({ n: 0, exact: null, within_one: null, kappa: { value: null } })
  })

  it('has a reading aid for alpha by Krippendorff’s limits', () => {
    expect(overallAlpha(rounds(40), 'seed').reading).toBe('good')
    const dice = Array.from({ length: 40 }, (_, n) => round(n, { by: ana, level: 1 + ((n * 7) % 5) }, { by: ben, level: 1 + ((n * 11 + 3) % 4) })).flat()
    expect(overallAlpha(dice, 'seed').reading).toBe('low')
  })
})

describe('the map of disagreement', () => {
  it('names pairs in the order of names, and says how far apart, never whose levels are higher', () => {
    const levels = [...rounds(8, ben, ana), ...Array.from({ length: 3 }, (_, n) => round(100 + n, { by: cleo, level: 5 }, { by: ana, level: 1 })).flat()]
    const swapped = levels.map((l) => (l.member === ana ? { ...l, member: ben } : l.member === ben ? { ...l, member: ana } : l)).filter((l) => l.member !== cleo)
    const [first, second] = pairAgreement(levels, [model])
    expect(first).toMatchObject({ people: [ana, ben], rounds: 8, differences: [{ criterion_id: 'model', n: 8, mean: 0.25 }] })
    expect(pairAgreement(swapped, [model])[0]).toEqual(first)
    expect(second).toMatchObject({ people: [ana, cleo], rounds: 3, differences: [{ n: 3, mean: null }] })
  })
})

describe('how somebody scores', () => {
  const names = new Map([['model', 'Model']])

  it('is the mean of own minus the others’, with its interval, each round once', () => {
    const levels = Array.from({ length: 8 }, (_, n) => round(n, { by: ana, level: 2 }, { by: ben, level: 3 }, { by: cleo, level: n % 2 === 0 ? 3 : 4 })).flat()
    const { rounds: n, severity, criteria } = severityOf(levels, ana.id, names)
    expect(n).toBe(8)
    expect(severity.value).toBe(-1.25)
    expect(severity.low).toBeLessThan(-1.25)
    expect(severity.high).toBeLessThan(-1)
    expect(criteria).toMatchObject([{ criterion_id: 'model', n: 8, severity: { value: -1.25 } }])
  })

  it('is not shown for fewer than five rounds', () => {
    const few = rounds(4)
    expect(severityOf(few, ana.id, names)).toMatchObject({ rounds: 4, severity: { value: null, why: expect.stringContaining('5 shared rounds') }, drift: { value: null } })
    expect(severityOf([], ana.id, names)).toMatchObject({ rounds: 0, spread: null, quarters: [], criteria: [] })
  })

  it('drifts by so many levels a quarter', () => {
    const sterner = Array.from({ length: 12 }, (_, n) => round(n, { by: ana, level: n < 6 ? 4 : 3 }, { by: ben, level: 4 })).flat()
    const { drift, quarters } = severityOf(sterner, ana.id, names)
    expect(drift.value).toBeLessThan(-0.2)
    expect(drift.high).toBeLessThan(0)
    expect(quarters[0]).toEqual({ quarter: '2026 Q1', n: 3, mean: 0 })
    expect(quarters.at(-1)).toMatchObject({ mean: -1 })
  })

  it('says how much of the scale is used, by them and by others of the same work', () => {
    const levels = Array.from({ length: 10 }, (_, n) => round(n, { by: ana, level: 3 }, { by: ben, level: 1 + (n % 5) })).flat()
    expect(severityOf(levels, ana.id, names).spread).toEqual({ own: 0, others: 1.491 })
  })
})
