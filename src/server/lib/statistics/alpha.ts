import { type Figure, type Table, cell, rowSums, sum } from './table.ts'

/** How far apart two values of a scale are. */
export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio'

type Distance = (a: number, b: number) => number

/**
 * Krippendorff's alpha of a table of coincidences (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"):
 * 1 - (n - 1) · Σ observed·δ² / Σ n_a·n_b·δ². Values nobody could be compared with are not in the table.
 */
export function alpha(table: Table, scale: readonly number[], metric: Metric): Figure {
  const margins = rowSums(table)
  const n = sum(margins)
  if (n === 0) return { defined: false, why: 'no_pairs' }
  const squared = distanceOf(metric, scale, margins)
  let [observed, expected] = [0, 0]
  margins.forEach((inRow, a) =>
    margins.forEach((inColumn, b) => {
      observed += cell(table, a, b) * squared(a, b)
      expected += inRow * inColumn * squared(a, b)
    }),
  )
  return expected > 0 ? { defined: true, value: 1 - ((n - 1) * observed) / expected } : { defined: false, why: 'one_level' }
}

function distanceOf(metric: Metric, scale: readonly number[], margins: readonly number[]): Distance {
  const value = (place: number) => scale[place] ?? 0
  if (metric === 'nominal') return (a, b) => (a === b ? 0 : 1)
  if (metric === 'interval') return (a, b) => (value(a) - value(b)) ** 2
  if (metric === 'ordinal') return ordinalDistance(margins)
  return (a, b) => (a === b ? 0 : ((value(a) - value(b)) / (value(a) + value(b))) ** 2)
}

/** By how many values lie between two, each end counted half: levels nobody uses are no distance. */
function ordinalDistance(margins: readonly number[]): Distance {
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a]
    return (sum(margins.slice(low, high + 1)) - ((margins[low] ?? 0) + (margins[high] ?? 0)) / 2) ** 2
  }
}
