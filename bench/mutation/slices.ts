export interface Slice {
  name: string
  mutate: string[]
  /** The tests that answer for it, without those of whole journeys: a rule has a test beside it, or it is not tested. */
  tests: string[]
}

const PAYOUTS = 'src/server/features/payouts'
const NO_TESTS = '!**/*.test.ts'

/** All payout code. Each slice is a run of its own, so that what is evaluated when a module is loaded is tried by its own tests alone. */
export const SLICES: readonly Slice[] = [
  { name: 'payments', mutate: ['src/server/adapters/payments/**/*.ts', NO_TESTS], tests: ['src/server/adapters/payments/**/*.test.ts'] },
  { name: 'payout-batches', mutate: ['src/server/features/payout-batches/**/*.ts', NO_TESTS], tests: ['src/server/features/payout-batches/**/*.test.ts'] },
  {
    name: 'payouts',
    mutate: [`${PAYOUTS}/**/*.ts`, 'src/server/features/ledger/**/*.ts', NO_TESTS],
    // Any order of acts, and a provider that is away for days, take long and say little about one line.
    tests: [`${PAYOUTS}/**/!(interleavings|provider-away).test.ts`, 'src/server/features/ledger/**/*.test.ts'],
  },
]
