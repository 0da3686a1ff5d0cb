/** A survivor that changes nothing anybody could see, and why. By its text, so that it is looked at again when the line changes. */
export interface Equivalent {
  in: string
  from: string
  to: string
  why: string
}

export const EQUIVALENT: readonly Equivalent[] = [
  { in: 'features/payouts/payout.ts', from: 'day <= new Date(now.getTime() + 14 * 3_600_000).toISOString()', to: 'day < new Date(now.getTime() + 14 * 3_600_000).toISOString()', why: 'A day is never the same text as a moment.' },
  { in: 'adapters/payments/stripe/stripe.ts', from: "'2026-10-28.endive'", to: '""', why: 'The SDK of this version names the same one by itself; a test reads it from the request.' },
  { in: 'adapters/payments/stripe/stripe.ts', from: '!secret || !signature', to: 'false', why: 'Without either the SDK verifies nothing and throws, and that is read as null, too.' },
  { in: 'adapters/payments/stripe/stripe.ts', from: '!secret || !signature', to: '!secret && !signature', why: 'Without either the SDK verifies nothing and throws, and that is read as null, too.' },
  { in: 'adapters/payments/tremendous/tremendous.ts', from: '{ …', to: '{}', why: 'What is no JSON becomes undefined instead of null, and neither is a notice.' },
]

export function reasonFor(m: { in: string; from: string; to: string }): string | null {
  return EQUIVALENT.find((e) => e.in === m.in && e.from === m.from && e.to === m.to)?.why ?? null
}
