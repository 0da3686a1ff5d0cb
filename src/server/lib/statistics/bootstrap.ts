import { seededRandom } from './random.ts'
import { type Figure, type Table, emptyTable } from './table.ts'

export interface Interval {
  low: number
  high: number
}

export interface Resampling {
  seed: number
  resamples?: number
  coverage?: number
}

/** More resamples without a figure than this, and the others say little of the data. */
const MOST_UNDEFINED = 0.05

/**
 * Percentile bootstrap interval (Efron & Tibshirani 1993, ch. 13) of a figure of pooled tables. Whole clusters are drawn,
 * with replacement: what one pair of people says of one piece of work hangs together. The same seed gives the same
 * interval. @returns null for fewer than two clusters, or where too many draws have no figure
 */
export function bootstrapInterval(clusters: readonly Table[], figureOf: (pooled: Table) => Figure, o: Resampling): Interval | null {
  if (clusters.length < 2) return null
  const { resamples = 2000, coverage = 0.95 } = o
  const draw = drawer(clusters, o.seed)
  const found: number[] = []
  for (let i = 0; i < resamples; i++) {
    const figure = figureOf(draw())
    if (figure.defined) found.push(figure.value)
  }
  if (found.length < resamples * (1 - MOST_UNDEFINED)) return null
  found.sort((a, b) => a - b)
  return { low: quantile(found, (1 - coverage) / 2), high: quantile(found, (1 + coverage) / 2) }
}

/** Equal clusters are counted, then added up at once: there are few different ones. */
function drawer(clusters: readonly Table[], seed: number): () => Table {
  const random = seededRandom(seed)
  const { kinds, kindOf } = sorted(clusters)
  const counts = new Float64Array(kinds.length)
  return () => {
    counts.fill(0)
    for (let i = 0; i < clusters.length; i++) {
      const kind = kindOf[Math.floor(random() * clusters.length)] ?? 0
      counts[kind] = (counts[kind] ?? 0) + 1
    }
    return pool(kinds, counts)
  }
}

function sorted(clusters: readonly Table[]): { kinds: Table[]; kindOf: number[] } {
  const kinds = new Map<string, { index: number; table: Table }>()
  const kindOf = clusters.map((table) => {
    const key = table.cells.join()
    const kind = kinds.get(key) ?? { index: kinds.size, table }
    kinds.set(key, kind)
    return kind.index
  })
  return { kinds: [...kinds.values()].map((k) => k.table), kindOf }
}

function pool(kinds: readonly Table[], counts: Float64Array): Table {
  const pooled = emptyTable(kinds[0]?.size ?? 0)
  kinds.forEach(({ cells }, kind) => {
    const times = counts[kind] ?? 0
    if (times > 0) for (let i = 0; i < cells.length; i++) pooled.cells[i] = (pooled.cells[i] ?? 0) + times * (cells[i] ?? 0)
  })
  return pooled
}

/** Of sorted numbers, by linear interpolation (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: readonly number[], p: number): number {
  const at = (sorted.length - 1) * p
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return below + (above - below) * (at - Math.floor(at))
}
