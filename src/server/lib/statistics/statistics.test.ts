import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootstrapInterval, quantile } from './bootstrap.ts'
import { type Figure, type Metric, type Unit, agreementWithin, alpha, coincidences, crossTable, meanWithInterval, quadraticKappa, slopeWithInterval } from './index.ts'
import { tQuantile } from './moments.ts'
import { seededRandom } from './random.ts'

const LEVELS = [1, 2, 3, 4, 5]
const valueOf = (f: Figure) => (f.defined ? f.value : f.why)
const transposed = (raters: Unit[]): Unit[] => (raters[0] ?? []).map((_, unit) => raters.map((r) => r[unit] ?? null))

describe('Krippendorff’s alpha', () => {
  // Krippendorff, K. (2011): Computing Krippendorff's Alpha-Reliability, section C and following; the same data are the
  // example of kripp.alpha in the R package irr. Four observers, twelve units, seven values missing.
  const raters: Unit[] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
    [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
  ]
  const table = coincidences(transposed(raters), LEVELS)

  it.for<[Metric, number]>([['nominal', 0.743], ['ordinal', 0.815], ['interval', 0.849], ['ratio', 0.797]])('is that of Krippendorff’s own example: %s %d', ([metric, published]) => {
    expect(valueOf(alpha(table, LEVELS, metric))).toBeCloseTo(published, 3)
  })

  it('counts the values that can be paired, as his coincidence matrix does', () => {
    expect(table.cells.reduce((a, b) => a + b)).toBeCloseTo(40, 10)
  })

  // Wikipedia, "Krippendorff's alpha", a computational example: three coders, fifteen units, twenty-six values to pair.
  it('is that of the computational example with three coders', () => {
    const _ = null
    const coders: Unit[] = [
      [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
      [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
      [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
    ]
    const coincidence = coincidences(transposed(coders), LEVELS)
    expect(valueOf(alpha(coincidence, LEVELS, 'nominal'))).toBeCloseTo(0.691, 3)
    expect(valueOf(alpha(coincidence, LEVELS, 'interval'))).toBeCloseTo(0.811, 3)
  })
})

describe('quadratic-weighted kappa', () => {
  // R package irr 0.84, data set "anxiety" (three raters, twenty people, one to six).
  const one = [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3]
  const two = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4]
  const three = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2]
  const pairsOf = (a: number[], b: number[]) => a.map((x, i): [number, number] => [x, b[i] ?? 0])

  it('is kappa2(anxiety[, 1:2], "squared") of irr', () => {
    expect(valueOf(quadraticKappa(crossTable(pairsOf(one, two), [1, 2, 3, 4, 5, 6])))).toBeCloseTo(0.297, 3)
  })

  it('is kappa2(anxiety[, 2:3], "squared") of irr, which leaves out the level that neither used', () => {
    expect(valueOf(quadraticKappa(crossTable(pairsOf(two, three), [1, 2, 3, 4, 6])))).toBeCloseTo(0.2520325, 6)
  })

  // Fleiss & Cohen (1973): with equal margins, quadratic kappa is the intraclass correlation up to terms of 1 / n.
  it('with common margins differs from interval alpha by the correction for small samples alone', () => {
    const table = coincidences(pairsOf(one, two), [1, 2, 3, 4, 5, 6])
    const [kappa, reliability] = [quadraticKappa(table), alpha(table, [1, 2, 3, 4, 5, 6], 'interval')]
    if (!kappa.defined || !reliability.defined) throw new Error('Both are defined')
    expect((1 - reliability.value) / (1 - kappa.value)).toBeCloseTo(39 / 40, 10)
  })
})

const level = fc.constantFrom(...LEVELS)
const someUnits = fc.array(fc.array(fc.option(level, { freq: 4 }), { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 40 })
const figures = (units: Unit[]) => {
  const table = coincidences(units, LEVELS)
  return { kappa: quadraticKappa(table), ordinal: alpha(table, LEVELS, 'ordinal'), nominal: alpha(table, LEVELS, 'nominal'), exact: agreementWithin(table, 0), near: agreementWithin(table, 1) }
}
/** Sums in another order differ in the last digits; and zero has no sign here. */
const rounded = (f: Figure) => (f.defined ? Math.round(f.value * 1e9) / 1e9 + 0 : f.why)
const all = (units: Unit[]) => Object.values(figures(units)).map(rounded)

describe('whatever people say', () => {
  it('a figure is a number or has a reason, and is never NaN', () => {
    fc.assert(fc.property(someUnits, (units) => {
      for (const f of Object.values(figures(units))) expect(f.defined ? Number.isFinite(f.value) && f.value <= 1 + 1e-9 : ['no_pairs', 'one_level'].includes(f.why)).toBe(true)
    }))
  })

  it('who agree always have one, if they use more than one level', () => {
    fc.assert(fc.property(fc.array(level, { minLength: 2, maxLength: 30 }), (given) => {
      const { kappa, ordinal, exact } = figures(given.map((l) => [l, l]))
      expect(rounded(exact)).toBe(1)
      expect([rounded(kappa), rounded(ordinal)]).toEqual(new Set(given).size > 1 ? [1, 1] : ['one_level', 'one_level'])
    }))
  })

  it('it makes no difference who is called first, nor in which order work is read', () => {
    fc.assert(fc.property(someUnits, (units) => {
      expect(all(units.map((u) => u.toReversed()))).toEqual(all(units))
      expect(all(units.toReversed())).toEqual(all(units))
    }))
  })

  it('turning the scale round changes no figure, and other names no nominal one', () => {
    fc.assert(fc.property(someUnits, fc.shuffledSubarray(LEVELS, { minLength: 5 }), (units, names) => {
      const relabelled = (to: (l: number) => number) => units.map((u) => u.map((l) => (l === null ? null : to(l))))
      expect(all(relabelled((l) => 6 - l))).toEqual(all(units))
      const { nominal, exact } = figures(relabelled((l) => names[l - 1] ?? 0))
      expect([rounded(nominal), rounded(exact)]).toEqual([rounded(figures(units).nominal), rounded(figures(units).exact)])
    }))
  })

  it('what only one person rated counts for nothing', () => {
    fc.assert(fc.property(someUnits, level, (units, alone) => {
      expect(all([...units, [alone, null], [null, null]])).toEqual(all(units))
    }))
  })

  it('two who throw dice agree as chance does', () => {
    const random = seededRandom(7)
    const dice = () => 1 + Math.floor(random() * 5)
    const { kappa, ordinal, exact } = figures(Array.from({ length: 20_000 }, () => [dice(), dice()]))
    expect(Math.abs(Number(valueOf(kappa)))).toBeLessThan(0.03)
    expect(Math.abs(Number(valueOf(ordinal)))).toBeLessThan(0.03)
    expect(valueOf(exact)).toBeCloseTo(0.2, 1)
  })

  it('Cohen’s own does not change when the two are exchanged', () => {
    fc.assert(fc.property(fc.array(fc.tuple(level, level), { minLength: 1 }), (pairs) => {
      const swapped = pairs.map(([a, b]): [number, number] => [b, a])
      expect(rounded(quadraticKappa(crossTable(swapped, LEVELS)))).toEqual(rounded(quadraticKappa(crossTable(pairs, LEVELS))))
    }))
  })
})

describe('an interval by resampling', () => {
  const random = seededRandom(1)
  const clusters = Array.from({ length: 60 }, () => {
    const a = 1 + Math.floor(random() * 5)
    return coincidences([[a, Math.min(5, a + (random() < 0.4 ? 1 : 0))]], LEVELS)
  })

  it('is the same for the same seed, holds the figure, and lies in the scale', () => {
    const interval = bootstrapInterval(clusters, quadraticKappa, { seed: 3 })
    expect(bootstrapInterval(clusters, quadraticKappa, { seed: 3 })).toEqual(interval)
    const whole = coincidences([], LEVELS)
    for (const c of clusters) c.cells.forEach((weight, i) => (whole.cells[i] = (whole.cells[i] ?? 0) + weight))
    const { low, high } = interval ?? { low: NaN, high: NaN }
    const value = Number(valueOf(quadraticKappa(whole)))
    expect(low).toBeLessThan(value)
    expect(high).toBeGreaterThan(value)
    expect(high).toBeLessThanOrEqual(1)
  })

  it('is none where nearly everybody gives one level, or there is but one piece of work', () => {
    const same = Array.from({ length: 30 }, () => coincidences([[3, 3]], LEVELS))
    expect(bootstrapInterval([...same.slice(1), coincidences([[3, 4]], LEVELS)], quadraticKappa, { seed: 1 })).toBeNull()
    expect(bootstrapInterval(same.slice(0, 1), quadraticKappa, { seed: 1 })).toBeNull()
  })

  // By hand: of 0, 10, 20, 30 the quarter lies three quarters of the way to the second.
  it('takes its ends from the draws in order', () => {
    expect(quantile([0, 10, 20, 30], 0.25)).toBe(7.5)
    expect(quantile([0, 10, 20, 30], 1)).toBe(30)
  })
})

describe('means and slopes', () => {
  // Student's t, two-sided 95 %: any printed table, here NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
  it.for([[4, 2.776], [5, 2.571], [10, 2.228], [20, 2.086], [30, 2.042], [100, 1.984]])('Student’s t with %d degrees of freedom is %d', ([freedom, published]) => {
    expect(Math.abs(tQuantile(freedom ?? 0) - (published ?? 0))).toBeLessThan(0.003)
  })

  // By hand: mean 3, standard deviation √2.5, error √0.5, t(4) 2.776.
  it('a mean has the interval that a textbook gives it', () => {
    const { value, low, high } = meanWithInterval([1, 2, 3, 4, 5]) ?? { value: NaN, low: NaN, high: NaN }
    expect(value).toBe(3)
    expect(high - value).toBeCloseTo(2.776 * Math.sqrt(0.5), 2)
    expect(value - low).toBeCloseTo(high - value, 10)
    expect(meanWithInterval([1, 2, 3, 4])).toBeNull()
  })

  // R, data set "cars": lm(dist ~ speed) has slope 3.9324, and confint 3.096964 to 4.767853 (48 degrees of freedom).
  it('a slope is that of R for stopping distances', () => {
    const speed = [4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16, 17, 17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25]
    const dist = [2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26, 54, 32, 40, 32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85]
    const slope = slopeWithInterval(speed.map((x, i) => ({ x, y: dist[i] ?? 0 })))
    expect(slope?.value).toBeCloseTo(3.9324, 4)
    expect(slope?.low).toBeCloseTo(3.096964, 3)
    expect(slope?.high).toBeCloseTo(4.767853, 3)
  })

  it('there is no slope through one moment', () => {
    expect(slopeWithInterval(Array.from({ length: 9 }, (_, y) => ({ x: 1, y })))).toBeNull()
  })
})
