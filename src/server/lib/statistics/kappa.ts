import { type Figure, type Table, cell, columnSums, rowSums, sum } from './table.ts'

/**
 * Weighted kappa with quadratic weights (Cohen 1968; Fleiss & Cohen 1973): 1 - Σ w·observed / Σ w·expected, w = (a - b)².
 * Of a cross table it is Cohen's, of a table of coincidences that with common margins, for raters who take turns.
 */
export function quadraticKappa(table: Table): Figure {
  const [rows, columns] = [rowSums(table), columnSums(table)]
  const n = sum(rows)
  if (n === 0) return { defined: false, why: 'no_pairs' }
  let [observed, expected] = [0, 0]
  rows.forEach((row, a) =>
    columns.forEach((column, b) => {
      observed += (a - b) ** 2 * cell(table, a, b)
      expected += ((a - b) ** 2 * row * column) / n
    }),
  )
  return expected > 0 ? { defined: true, value: 1 - observed / expected } : { defined: false, why: 'one_level' }
}
