/** What several raters said of the same things, counted in square tables over an ordered scale. Pure. */

/** Values of one unit, one for each rater; null where a rater gave none. */
export type Unit = readonly (number | null)[]

/** Row by row: `cells[a * size + b]` counts pairs of the a-th and the b-th value of the scale. */
export interface Table {
  size: number
  cells: Float64Array
}

/** A number, or why there is none. Never NaN. */
export type Figure = { defined: true; value: number } | { defined: false; why: 'no_pairs' | 'one_level' }

export const emptyTable = (size: number): Table => ({ size, cells: new Float64Array(size * size) })

/** Two raters who are not to be exchanged: the first in rows, the second in columns. What only one of them rated is left out. */
export function crossTable(pairs: readonly (readonly [number | null, number | null])[], scale: readonly number[]): Table {
  const table = emptyTable(scale.length)
  for (const [a, b] of pairs) if (a !== null && b !== null) add(table, placeOf(a, scale), placeOf(b, scale), 1)
  return table
}

/**
 * Raters who may be exchanged: each unit gives every ordered pair of its values, weighing 1 / (values - 1), so that each
 * value counts once (Krippendorff 2011, step B). Symmetric, and the same whoever is called first.
 */
export function coincidences(units: readonly Unit[], scale: readonly number[]): Table {
  const table = emptyTable(scale.length)
  for (const unit of units) addUnit(table, unit, scale)
  return table
}

function addUnit(table: Table, unit: Unit, scale: readonly number[]) {
  const places = unit.flatMap((v) => (v === null ? [] : [placeOf(v, scale)]))
  places.forEach((a, i) => places.forEach((b, j) => i !== j && add(table, a, b, 1 / (places.length - 1))))
}

function add(table: Table, a: number, b: number, weight: number) {
  const at = a * table.size + b
  table.cells[at] = (table.cells[at] ?? 0) + weight
}

function placeOf(value: number, scale: readonly number[]): number {
  const place = scale.indexOf(value)
  if (place < 0) throw new Error(`${value} is not on the scale ${scale.join(', ')}`)
  return place
}

export function cell(table: Table, a: number, b: number): number {
  return table.cells[a * table.size + b] ?? 0
}

export function rowSums({ size, cells }: Table): number[] {
  return Array.from({ length: size }, (_, a) => sum(cells.subarray(a * size, (a + 1) * size)))
}

export function columnSums(table: Table): number[] {
  return Array.from({ length: table.size }, (_, b) => sum(Array.from({ length: table.size }, (_, a) => cell(table, a, b))))
}

export function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const n of numbers) total += n
  return total
}

/** Which part of all pairs lies at most `distance` steps apart. */
export function agreementWithin(table: Table, distance: number): Figure {
  let [near, all] = [0, 0]
  table.cells.forEach((weight, at) => {
    all += weight
    if (Math.abs(Math.floor(at / table.size) - (at % table.size)) <= distance) near += weight
  })
  return all > 0 ? { defined: true, value: near / all } : { defined: false, why: 'no_pairs' }
}
