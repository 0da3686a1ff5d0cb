import type { Interval } from './bootstrap.ts'
import { sum } from './table.ts'

export const mean = (xs: readonly number[]): number => sum(xs) / xs.length

/** With n - 1; zero for fewer than two. */
export function standardDeviation(xs: readonly number[]): number {
  if (xs.length < 2) return 0
  const m = mean(xs)
  return Math.sqrt(sum(xs.map((x) => (x - m) ** 2)) / (xs.length - 1))
}

/** Fewer, and the expansion below is not exact enough, nor a mean worth an interval. */
export const LEAST_FOR_INTERVAL = 5

export interface Estimate extends Interval {
  value: number
}

/** The mean with its 95 % interval by Student's t. @returns null for fewer than five */
export function meanWithInterval(xs: readonly number[]): Estimate | null {
  if (xs.length < LEAST_FOR_INTERVAL) return null
  return around(mean(xs), standardDeviation(xs) / Math.sqrt(xs.length), xs.length - 1)
}

export interface Point {
  x: number
  y: number
}

/** Least-squares slope with its 95 % interval by Student's t. @returns null for fewer than six points, or all at one place */
export function slopeWithInterval(points: readonly Point[]): Estimate | null {
  if (points.length <= LEAST_FOR_INTERVAL) return null
  const [mx, my] = [mean(points.map((p) => p.x)), mean(points.map((p) => p.y))]
  const across = sum(points.map((p) => (p.x - mx) ** 2))
  if (across === 0) return null
  const slope = sum(points.map((p) => (p.x - mx) * (p.y - my))) / across
  const left = sum(points.map((p) => (p.y - my - slope * (p.x - mx)) ** 2))
  const freedom = points.length - 2
  return around(slope, Math.sqrt(left / freedom / across), freedom)
}

function around(value: number, error: number, freedom: number): Estimate {
  const reach = tQuantile(freedom) * error
  return { value, low: value - reach, high: value + reach }
}

const Z = 1.959963984540054

/**
 * The 97.5 % point of Student's t by its expansion around the normal's (Abramowitz & Stegun 1964, 26.7.5): right to
 * 0.003 from four degrees of freedom on.
 */
export function tQuantile(freedom: number): number {
  const [z, v] = [Z, freedom]
  const terms = [
    z,
    (z ** 3 + z) / 4 / v,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96 / v ** 2,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384 / v ** 3,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160 / v ** 4,
  ]
  return sum(terms)
}
