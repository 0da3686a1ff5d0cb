/**
 * Rows as CSV (RFC 4180), for programs that would run a cell as a formula, too: what begins like one gets an apostrophe before it
 * (OWASP, CSV injection).
 */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\r\n').concat('\r\n')
}

const FORMULA = /^[\s"'\0]*[=+\-@\t\r\n\0＝＋－＠]/u

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const harmless = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
