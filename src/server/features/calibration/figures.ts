import type { Figure as Answer } from '#contract/calibration.ts'
import { sha256Hex } from '#server/lib/hash.ts'
import { type Estimate, type Figure, type Table, bootstrapInterval, coincidences, sum } from '#server/lib/statistics/index.ts'

export const LEVELS = [1, 2, 3, 4, 5] as const
/** Below this the interval of a kappa spans nearly everything, and a page that shows the number would be believed. */
export const LEAST_ROUNDS = 20

export const none = (why: string): Answer => ({ value: null, low: null, high: null, why })

export const round = (x: number) => Math.round(x * 1000) / 1000

/** How many more are needed, in a sentence. */
export function tooFew(n: number, least = LEAST_ROUNDS): string {
  const more = least - n
  return `Not shown below ${least} rounds: with fewer its interval would span nearly everything. ${more} more ${more === 1 ? 'is' : 'are'} needed.`
}

const WHY: Record<Extract<Figure, { defined: false }>['why'], string> = {
  no_pairs: 'Not defined: no two people gave a level to the same work.',
  one_level: 'Not defined: everybody gave the same level, so there is no chance agreement to compare with.',
}

/**
 * A figure of what several people said of the same work, with its 95 % interval: each cluster is one round, drawn whole.
 * `name` seeds the draws, so that the same page shows the same interval to everybody.
 */
export function figureOf(rounds: readonly Table[], statistic: (pooled: Table) => Figure, name: string): Answer {
  if (rounds.length < LEAST_ROUNDS) return none(tooFew(rounds.length))
  const figure = statistic(pooled(rounds))
  if (!figure.defined) return none(WHY[figure.why])
  const interval = bootstrapInterval(rounds, statistic, { seed: Number.parseInt(sha256Hex(name).slice(0, 8), 16) })
  return { value: round(figure.value), low: interval && round(interval.low), high: interval && round(interval.high), why: interval ? null : 'No interval: nearly everybody gave one level.' }
}

export function pooled(tables: readonly Table[]): Table {
  const all = coincidences([], LEVELS)
  for (const { cells } of tables) cells.forEach((weight, at) => (all.cells[at] = (all.cells[at] ?? 0) + weight))
  return all
}

export const hasPairs = (table: Table) => sum(table.cells) > 0

export function estimated(e: Estimate | null, why: string): Answer {
  return e ? { value: round(e.value), low: round(e.low), high: round(e.high), why: null } : none(why)
}
