import { minorDigits } from '#contract/money.ts'

/** Decimals of a currency while its code is still being typed. */
export function digitsOf(code: string): number {
  return /^[A-Za-z]{3}$/.test(code) ? minorDigits(code) : 2
}
