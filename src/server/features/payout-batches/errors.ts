import { Refusal, conflict, notFound } from '#server/platform/errors.ts'

export const batchNotFound = () => notFound('This batch')
export const notPayable = (names: readonly string[]) => conflict('payout_not_payable', `Only payouts that are owed, paid by hand and in no other file can be put together. Leave out: ${names.join(', ')}.`)
export const currenciesMixed = () => conflict('currencies_mixed', 'A file is in one currency. Put payouts of one currency together.')
export const batchState = (why: string) => conflict('batch_state', why)
export const batchVoid = () => conflict('batch_void', 'This batch was taken apart. Put its payouts together again for a file.')
export const notInEuros = () => conflict('not_in_euros', 'A SEPA file is in euros. Take the CSV file for this currency.')
export const statusUnreadable = () => new Refusal(422, 'status_unreadable', 'This is not a pain.002 file. Take the status report that your bank answered the payment file with.')
