import { afterAll, beforeAll, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { earn, openPayingJob } from '#test/support/payouts.ts'

const IBAN = 'DE89 3704 0044 0532 0130 00'
let app: TestApp
let owner: Client
let [euros, dollars]: string[] = []
beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  euros = (await openPayingJob(owner, 'Paid in euros', 'EUR')).slug
  dollars = (await openPayingJob(owner, 'Paid in dollars')).slug
})
afterAll(() => app.close())

let people = 0
async function owed(slug = euros) {
  const id = await earn(app, slug ?? '', `batched-${++people}@example.test`)
  return (await owner.call(operations.listPayouts)).items.find((p) => p.application_id === id) ?? expect.fail('no payout')
}
const see = async (id: string) => (await owner.call(operations.listPayouts)).items.find((p) => p.id === id)
const create = (payouts: string[]) => owner.call(operations.createPayoutBatch, { body: { payouts, execute_on: '2026-12-01' } })
const status = (xml: string) => owner.request('POST', '/api/v1/payout-batches/status', { 'content-type': 'application/xml' }, xml)
const answer = (lines: string) => `<Document><CstmrPmtStsRpt><OrgnlPmtInfAndSts>${lines}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`
const line = (id: string, code: string) => `<TxInfAndSts><OrgnlEndToEndId>${id}</OrgnlEndToEndId><TxSts>${code}</TxSts></TxInfAndSts>`

it('payouts go into one file that counts, under way when it is with the bank, paid or failed when the bank says so', async () => {
  const [a, b] = [await owed(), await owed()]
  const batch = await create([a.id, b.id])
  expect(batch).toMatchObject({ state: 'open', currency: 'EUR', total_minor: 80_000 })
  await expect(create([a.id])).rejects.toMatchObject({ code: 'payout_not_payable' })
  expect(await owner.call(operations.handOverPayoutBatch, { params: { id: batch.id } })).toMatchObject({ state: 'handed_over' })
  expect(await see(a.id)).toMatchObject({ state: 'submitted' })
  const read = await status(answer(line(a.id, 'ACSC') + line(b.id, 'RJCT') + line('pay_of_somebody_else', 'ACSC')))
  expect(read.json).toEqual({ paid: 1, failed: 1, unchanged: 0, unknown: ['pay_of_somebody_else'] })
  expect(await see(a.id)).toMatchObject({ state: 'paid', reference: a.id })
  expect(await see(b.id)).toMatchObject({ state: 'failed', can: { reissue: true } })
  expect((await status(answer(line(a.id, 'ACSC') + line(b.id, 'RJCT')))).json).toMatchObject({ paid: 0, failed: 0, unchanged: 2 })
  expect((await status('<html>')).status).toBe(422)
})

it('the accounts in a pain.001 file are given, checked, and kept nowhere', async () => {
  const p = await owed()
  const batch = await create([p.id])
  const debtor = { name: 'Acme & Söhne', iban: IBAN, bic: 'DEUTDEFF' }
  const make = (iban: string) => owner.call(operations.makePayoutBatchFile, { params: { id: batch.id }, body: { debtor, accounts: [{ payout_id: p.id, name: 'Casey <script>', iban }] } })
  await expect(make('DE89370400440532013001')).rejects.toMatchObject({ problem: { code: 'validation_failed', fields: [{ path: 'body.accounts.0.iban' }] } })
  const { xml, filename } = await make(IBAN)
  expect(filename).toBe(`${batch.id}.xml`)
  expect(xml).toContain(`<EndToEndId>${p.id}</EndToEndId>`)
  expect(xml).toContain('<IBAN>DE89370400440532013000</IBAN>')
  const tables = await app.db.query<{ table_name: string }>(`select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`)
  for (const { table_name } of tables) expect(await app.db.query(`select 1 from "${table_name}" t where t::text like '%0532013000%' limit 1`), table_name).toEqual([])
})

it('a batch in dollars is CSV, without any account', async () => {
  const p = await owed(dollars)
  const batch = await create([p.id])
  const file = await owner.request('GET', `/api/v1/payout-batches/${batch.id}/file.csv`)
  expect(file.text).toContain(`${p.id},batched-${people},batched-${people}@example.test,400.00,USD,2026-12-01`)
  await expect(owner.call(operations.makePayoutBatchFile, { params: { id: batch.id }, body: { debtor: { name: 'Acme', iban: IBAN }, accounts: [{ payout_id: p.id, name: 'Casey', iban: IBAN }] } })).rejects.toMatchObject({ code: 'not_in_euros' })
})

it('two currencies make no file; a batch taken apart gives its payouts back, and one with the bank stays', async () => {
  const [a, b] = [await owed(), await owed(dollars)]
  await expect(create([a.id, b.id])).rejects.toMatchObject({ code: 'currencies_mixed' })
  const batch = await create([a.id])
  await owner.call(operations.voidPayoutBatch, { params: { id: batch.id } })
  const again = await create([a.id])
  await owner.call(operations.handOverPayoutBatch, { params: { id: again.id } })
  await expect(owner.call(operations.voidPayoutBatch, { params: { id: again.id } })).rejects.toMatchObject({ code: 'batch_state' })
  await expect(app.db.query(`update payout_batches set state = 'open', handed_over_at = null where id = $1`, [again.id])).rejects.toThrow(/stays as it is/)
})

it('is the owners’ alone', async () => {
  const recruiter = await app.inviteAndJoin(owner, 'recruiter')
  await expect(recruiter.call(operations.createPayoutBatch, { body: { payouts: [(await owed()).id], execute_on: '2026-12-01' } })).rejects.toMatchObject({ status: 403 })
})
