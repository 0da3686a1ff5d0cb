import { isValidIBAN } from 'ibantools'
import type { FileAnswer } from '#contract/common.ts'
import { decimalAmount } from '#contract/money.ts'
import type { OwedPayout } from '#server/features/payouts/index.ts'
import { csv } from '#server/lib/csv.ts'
import { Refusal } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { holdBatch, payoutsIn } from './batches.ts'
import { batchVoid, notInEuros } from './errors.ts'
import { type Account, pain001 } from './pain001.ts'

/** For a spreadsheet, or a bank's own import. */
export async function batchCsv(tx: Tx, id: string): Promise<FileAnswer> {
  const batch = await holdBatch(tx, id)
  const payouts = await payoutsIn(tx, batch)
  const head = ['key', 'candidate', 'email', 'amount', 'currency', 'execute_on', 'about']
  const rows = payouts.map((p) => [p.id, p.candidate.name, p.candidate.email, decimalAmount(p.amount), p.amount.currency, batch.executeOn, `${p.job.title}: ${p.stageName}`])
  return { bytes: Buffer.from(csv([head, ...rows]), 'utf8'), content_type: 'text/csv; charset=utf-8', filename: `${batch.id}.csv`, disposition: 'attachment' }
}

interface Given {
  debtor: Account
  accounts: readonly (Account & { payout_id: string })[]
}

/**
 * The batch for a bank that takes ISO 20022. What is given here goes into the file and is kept nowhere.
 * @throws Refusal `batch_void`, `not_in_euros`, or naming each account that is missing or wrong
 */
export async function batchPain001(tx: Tx, id: string, given: Given): Promise<{ filename: string; xml: string }> {
  const batch = await holdBatch(tx, id)
  if (batch.state === 'void') throw batchVoid()
  if (batch.currency !== 'EUR') throw notInEuros()
  const payouts = await payoutsIn(tx, batch)
  checkAccounts(given, payouts)
  const transfers = payouts.map((p) => ({ ...accountFor(given, p), endToEndId: p.id, amountMinor: p.amount.amount_minor, about: `${p.job.title}: ${p.stageName}` }))
  const xml = pain001({ messageId: batch.id, createdAt: tx.now, executeOn: batch.executeOn, debtor: given.debtor, transfers })
  return { filename: `${batch.id}.xml`, xml }
}

function accountFor({ accounts }: Given, p: OwedPayout): Account {
  const { name, iban, bic } = accounts.find((a) => a.payout_id === p.id) ?? { name: p.candidate.name, iban: '' }
  return { name, iban, bic }
}

function checkAccounts(given: Given, payouts: readonly OwedPayout[]): void {
  const fields = [
    ...(isValidIBAN(given.debtor.iban) ? [] : [{ path: 'body.debtor.iban', message: 'This is not an IBAN; look for a digit that is wrong or missing.' }]),
    ...given.accounts.flatMap((a, i) => (isValidIBAN(a.iban) ? [] : [{ path: `body.accounts.${i}.iban`, message: 'This is not an IBAN; look for a digit that is wrong or missing.' }])),
    ...payouts.filter((p) => !given.accounts.some((a) => a.payout_id === p.id)).map((p) => ({ path: 'body.accounts', message: `The account of ${p.candidate.name} is missing.` })),
  ]
  if (fields.length > 0) throw new Refusal(422, 'validation_failed', 'Some accounts are missing or wrong.', fields)
}
