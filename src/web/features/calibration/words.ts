import type { Difference, Figure } from '#contract/calibration.ts'

const two = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const percent = new Intl.NumberFormat('en', { style: 'percent' })

/** With a real minus, and a plus where a sign says something. */
export function number(x: number | null, plus = false): string {
  if (x === null) return '–'
  const text = two.format(Math.abs(x))
  return x < 0 && text !== '0.00' ? `−${text}` : plus && x > 0 && text !== '0.00' ? `+${text}` : text
}

export const share = (x: number | null) => (x === null ? '–' : percent.format(x))

export const interval = (f: Figure, plus = false) => (f.low === null || f.high === null ? 'no interval' : `${number(f.low, plus)} to ${number(f.high, plus)}`)

/** `0.62 (0.41 to 0.78)`, or why there is none. */
export const inWords = (f: Figure, plus = false) => (f.value === null ? (f.why ?? '–') : `${number(f.value, plus)} (${interval(f, plus)})`)

/** The first sentence of why, for a narrow place. */
export const briefly = (f: Figure, plus = false) => (f.value === null ? (f.why?.split(/[:.]/)[0] ?? '–') : inWords(f, plus))

export const rounds = (n: number) => (n === 1 ? '1 round' : `${n} rounds`)

/** How much more lenient or stricter, in words. */
export function leaning(mean: number | null): string {
  if (mean === null) return 'There is nothing to compare'
  const by = Math.abs(mean)
  if (by < 0.005) return 'On average your levels are those of the others'
  return `On average ${two.format(by)} levels ${mean > 0 ? 'more lenient' : 'stricter'}`
}

export function differenceInWords(d: Difference): string {
  if (d.n === 0) return 'No criterion has a level from both of you.'
  const lean = d.mean === null || Math.abs(d.mean) < 0.005 ? 'on average as strict as the reference' : `on average ${two.format(Math.abs(d.mean))} levels ${d.mean > 0 ? 'more lenient' : 'stricter'} than the reference`
  return `The same level on ${d.exact} of ${d.n} criteria, at most one apart on ${d.within_one}; ${lean}.`
}
