import { z } from 'zod'

export const currency = z.string().regex(/^[A-Z]{3}$/, 'Use a three-letter currency code such as USD')

/** An amount in minor units (cents) and an ISO 4217 currency. Never a float. */
export const money = z.strictObject({
  amount_minor: z.number().int('Use whole minor units (cents)').min(0).max(1_000_000_000_00),
  currency,
})
export type Money = z.infer<typeof money>

/** How many decimals a currency is written with (ISO 4217, by way of the runtime's own table). */
export function minorDigits(code: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 2
}

/** `400.00`, `1250.50`, and for a currency without decimals `400`: for programs that read it. */
export function decimalAmount({ amount_minor, currency: code }: Money): string {
  const digits = minorDigits(code)
  const text = String(amount_minor).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** `$400 USD`, `€1,250.50 EUR`: whole amounts without decimals, always with the code. */
export function formatMoney(m: Money, locale = 'en-US'): string {
  const digits = minorDigits(m.currency)
  const value = m.amount_minor / 10 ** digits
  const whole = Number.isInteger(value)
  const written = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: m.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(value)
  return `${written} ${m.currency}`
}
