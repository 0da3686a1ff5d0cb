export interface Slice {
  name: string
  mutate: string[]
  /** The tests that answer for it, without those of whole journeys: a rule has a test beside it, or it is not tested. */
  tests: string[]
}

const PAYOUTS = 'src/server/features/payouts'
const LEDGER = 'src/server/features/ledger'
const NO_TESTS = '!**/*.test.ts'
// Any order of acts, and a provider that is away for days, take long and say little about one line.
const TESTS = [`${PAYOUTS}/**/!(interleavings|provider-away).test.ts`, `${LEDGER}/**/*.test.ts`]

const of = (...names: string[]) => names.map((name) => `${PAYOUTS}/${name}.ts`)
const RULES = of('payout', 'compare', 'mail-words', 'words', 'rails', 'beyond-cap')
const EARNING = of('accrue-payout', 'plan-payout', 'approve-payout', 'approval-store', 'approved', 'budget', 'cap-store', 'move-payout', 'settings', 'settings-store', 'open-beyond-cap', 'reissue-payout', 'record-payment', 'hold-payout', 'decline-payout', 'by-bank', 'find')
const SENDING = of('send-payout', 'ask-rail', 'adopt-payment', 'queue-payout', 'reached', 'receive-webhook', 'settle-by-hand', 'check-recipient', 'give-details', 'recipient-store', 'compare-rails', 'compare-store', 'show-comparisons', 'tasks')
const TELLING = of('present', 'printable', 'promise', 'receipt', 'receipt-pdf', 'write-receipt', 'payees', 'year-store', 'show-payees', 'export-payouts', 'mails', 'donation-mails', 'beyond-cap-mails', 'reminder-mails', 'remind-of-promises', 'reminder-store')

/** All payout code. Each slice is a run of its own, so that one that was interrupted costs no other its result. */
export const SLICES: readonly Slice[] = [
  { name: 'payments', mutate: ['src/server/adapters/payments/**/*.ts', NO_TESTS], tests: ['src/server/adapters/payments/**/*.test.ts'] },
  { name: 'payout-batches', mutate: ['src/server/features/payout-batches/**/*.ts', NO_TESTS], tests: ['src/server/features/payout-batches/**/*.test.ts'] },
  // Rules without I/O are tested without any, and so are tried by their own tests alone.
  { name: 'payouts: rules', mutate: [...RULES, `${LEDGER}/ledger.ts`], tests: [...of('rules.test', 'payout.test', 'compare.test', 'mail-words.test', 'beyond-cap.test'), `${LEDGER}/ledger.test.ts`] },
  { name: 'payouts: sending', mutate: SENDING, tests: TESTS },
  { name: 'payouts: earning', mutate: [...EARNING, `${LEDGER}/index.ts`, `${LEDGER}/store.ts`], tests: TESTS },
  { name: 'payouts: telling', mutate: TELLING, tests: TESTS },
  { name: 'payouts: all others', mutate: [`${PAYOUTS}/**/*.ts`, NO_TESTS, ...[...RULES, ...EARNING, ...SENDING, ...TELLING].map((file) => `!${file}`)], tests: TESTS },
]

/** Under which a slice's report and what is known of it are kept. */
export const fileOf = (name: string) => name.replaceAll(/\W+/g, '-')
