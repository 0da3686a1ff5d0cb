import { z } from 'zod'
import { date, fileAnswer, id, instant, text } from './common.ts'
import { currency, money } from './money.ts'
import { op } from './operation.ts'
import { payoutState } from './payouts.ts'

export const payoutBatch = z.strictObject({
  id: id('bat'),
  currency,
  total_minor: z.number().int(),
  execute_on: date,
  state: z.enum(['open', 'handed_over', 'void']),
  created_at: instant,
  created_by: z.string(),
  handed_over_at: instant.nullable(),
  items: z.array(z.strictObject({ payout_id: id('pay'), candidate: z.string(), amount: money, state: payoutState })),
})
export type PayoutBatch = z.infer<typeof payoutBatch>

const iban = z
  .string()
  .transform((s) => s.replaceAll(/\s/g, '').toUpperCase())
  .pipe(z.string().max(34))
const bic = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, 'A BIC has 8 or 11 letters and digits')
const account = { iban, bic: bic.optional() }

const batId = z.strictObject({ id: id('bat') })

export const payoutBatchOps = {
  listPayoutBatches: op('GET', '/payout-batches', { audience: 'team', summary: 'Bank files: what was put together, newest first.', answer: z.strictObject({ items: z.array(payoutBatch) }) }),
  createPayoutBatch: op('POST', '/payout-batches', {
    audience: 'team',
    summary: 'Put payouts that are paid by hand together for one file. Each stands in one file that counts.',
    body: z.strictObject({ payouts: z.array(id('pay')).min(1).max(500), execute_on: date }),
    answer: payoutBatch,
    status: 201,
    problems: ['payout_not_payable', 'currencies_mixed'],
  }),
  getPayoutBatchCsv: op('GET', '/payout-batches/:id/file.csv', { audience: 'team', summary: 'The batch as CSV for a spreadsheet or a bank’s import, without any account.', params: batId, answer: fileAnswer, file: 'text/csv' }),
  makePayoutBatchFile: op('POST', '/payout-batches/:id/pain001', {
    audience: 'team',
    summary: 'The batch as an ISO 20022 pain.001.001.09 file (SEPA, euros). The accounts given here go into the file and are not kept.',
    params: batId,
    body: z.strictObject({ debtor: z.strictObject({ name: text(70, 1), ...account }), accounts: z.array(z.strictObject({ payout_id: id('pay'), name: text(70, 1), ...account })).min(1).max(500) }),
    answer: z.strictObject({ filename: z.string(), xml: z.string() }),
    problems: ['not_in_euros', 'batch_void'],
    secret: true,
  }),
  handOverPayoutBatch: op('POST', '/payout-batches/:id/handover', { audience: 'team', summary: 'Say that the file was given to the bank: its payouts are under way.', params: batId, answer: payoutBatch, problems: ['batch_state', 'payout_state'] }),
  voidPayoutBatch: op('DELETE', '/payout-batches/:id', { audience: 'team', summary: 'Take a batch apart that was not given to the bank. Its payouts may be put into another.', params: batId, answer: payoutBatch, problems: ['batch_state'] }),
  readBankStatus: op('POST', '/payout-batches/status', {
    audience: 'team',
    summary: 'Read the bank’s answer (pain.002): what was settled is paid, what was rejected has failed.',
    rawBody: true,
    answer: z.strictObject({ paid: z.number().int(), failed: z.number().int(), unchanged: z.number().int(), unknown: z.array(z.string()) }),
    problems: ['status_unreadable'],
  }),
}
