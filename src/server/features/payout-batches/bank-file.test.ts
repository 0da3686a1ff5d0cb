import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type Job, type PayDesk, type PayoutRow, openAnotherJob, openPayDesk } from '#test/support/pay-desk.ts'
import { PAY } from '#test/support/payouts.ts'

const IBAN = 'DE89370400440532013000'
const ANOTHER = 'NL91ABNA0417164300'
const FORM = { key: 'application', type: 'application_form', name: 'Application', config: { screening_enabled: false } }
const OFFER = { key: 'offer', type: 'offer', name: 'Offer', config: { how_we_work: 'We decide in writing.' } }
let d: PayDesk
let euros: Job
let yen: Job
beforeAll(async () => {
  d = await openPayDesk()
  euros = await openAnotherJob(d, 'Euros', [{ ...FORM, payout: { amount_minor: 12_305, currency: 'EUR' } }, OFFER])
  yen = await openAnotherJob(d, 'Yen', [{ ...FORM, payout: { amount_minor: 7, currency: 'JPY' } }, OFFER])
})
afterAll(() => d.close())

let people = 0
const owed = async (job: Job = euros) => d.payout(await d.apply(`payee-${++people}@example.test`, job))
const again = (p: PayoutRow) => d.payout(p.application_id)
const create = (payouts: PayoutRow[], as = d.owner, execute_on = '2026-12-01') => d.call(operations.createPayoutBatch, as, { body: { payouts: payouts.map((p) => p.id), execute_on } })
const handOver = (id: string, as = d.owner) => d.call(operations.handOverPayoutBatch, as, { params: { id } })
const takeApart = (id: string, as = d.owner) => d.call(operations.voidPayoutBatch, as, { params: { id } })
const hold = (p: PayoutRow) => d.call(operations.holdPayout, d.owner, { params: { id: p.id }, body: { reason: 'One moment, please.' } })
const csvOf = async (id: string, as = d.owner) => d.call(operations.getPayoutBatchCsv, as, { params: { id } })
const debtor = { name: 'Acme', iban: IBAN }
const make = (id: string, accounts: { payout_id: string; name: string; iban: string; bic?: string }[], from: typeof debtor & { bic?: string } = debtor) => d.call(operations.makePayoutBatchFile, d.owner, { params: { id }, body: { debtor: from, accounts } })
const account = (p: PayoutRow, iban = ANOTHER) => ({ payout_id: p.id, name: 'Casey', iban })
const status = (xml: string | null, as = d.owner) => d.call(operations.readBankStatus, as, {}, { rawBody: xml === null ? null : Buffer.from(xml) })
const answer = (lines: string) => `<Document><CstmrPmtStsRpt><OrgnlPmtInfAndSts>${lines}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`
const line = (id: string, code: string) => `<TxInfAndSts><OrgnlEndToEndId>${id}</OrgnlEndToEndId><TxSts>${code}</TxSts></TxInfAndSts>`

describe('put together', () => {
  it('payouts make one batch: who made it, for when, and what it comes to', async () => {
    const [a, b] = [await owed(), await owed()]
    const batch = await create([b, a, a])
    expect(batch).toEqual({ id: expect.stringMatching(/^bat_/), currency: 'EUR', total_minor: 24_610, execute_on: '2026-12-01', state: 'open', created_at: expect.any(String), created_by: 'Olivia', handed_over_at: null, items: [a, b].map((p) => ({ payout_id: p.id, candidate: expect.stringMatching(/^payee-/), amount: { amount_minor: 12_305, currency: 'EUR' }, state: 'accrued' })) })
    expect(await d.db.query(`select data from events where type = 'payout_batch.created' and data->>'batch_id' = $1`, [batch.id])).toEqual([{ data: { batch_id: batch.id, payouts: 2 } }])
  })

  it('each stands in one file that counts', async () => {
    const [a, b] = [await owed(), await owed()]
    await create([a])
    await expect(create([a, b])).rejects.toMatchObject({ code: 'payout_not_payable', message: expect.stringContaining('in another file') })
    expect(await create([b])).toMatchObject({ state: 'open' })
  })

  it('only what is owed, by hand, and waits for nobody', async () => {
    const held = await owed()
    await hold(held)
    await expect(create([held])).rejects.toMatchObject({ code: 'payout_not_payable', message: expect.stringContaining(`payee-${people}`) })
    await expect(create([{ ...held, id: 'pay_00000000000000000000000000' }])).rejects.toMatchObject({ message: expect.stringContaining('pay_00000000000000000000000000') })
    const byRail = await owed()
    await d.db.query(`update payouts set rail = 'stripe' where id = $1`, [byRail.id])
    await expect(create([byRail])).rejects.toMatchObject({ code: 'payout_not_payable' })
    const waiting = await owed()
    await d.db.query(`update payouts set approvals_needed = 2 where id = $1`, [waiting.id])
    await expect(create([waiting])).rejects.toMatchObject({ code: 'payout_not_payable' })
    await d.db.query(`update payouts set state = 'queued' where id = $1`, [waiting.id])
    expect(await create([waiting])).toMatchObject({ items: [{ state: 'queued' }] })
  })

  it('of one currency', async () => {
    const [a, b] = [await owed(), await owed(d.paying)]
    await expect(create([a, b])).rejects.toMatchObject({ code: 'currencies_mixed' })
  })

  it('by a company for itself', async () => {
    const other = await d.another()
    const [mine, theirs] = [await owed(), await d.payout(await d.apply(`payee-${++people}@example.test`, other.paying))]
    await expect(create([theirs])).rejects.toMatchObject({ code: 'payout_not_payable' })
    const batch = await create([mine])
    for (const act of [handOver, takeApart, csvOf]) await expect(act(batch.id, other.owner)).rejects.toMatchObject({ status: 404 })
    expect((await d.call(operations.listPayoutBatches, other.owner)).items).toEqual([])
    const own = await create([theirs], other.owner)
    expect((await d.call(operations.listPayoutBatches, other.owner)).items.map((b) => b.id)).toEqual([own.id])
    expect((await status(answer(line(theirs.id, 'ACSC')))).unknown).toEqual([theirs.id])
  })

  it('listed newest first', async () => {
    const [a, b] = [await create([await owed()]), await create([await owed()])]
    const { items } = await d.call(operations.listPayoutBatches, d.owner)
    expect(items.slice(0, 2).map((x) => x.id)).toEqual([b.id, a.id])
  })
})

describe('with the bank', () => {
  it('each payout is under way, and the batch stays as it is', async () => {
    const [a, b] = [await owed(), await owed()]
    const batch = await create([a, b])
    expect(await handOver(batch.id)).toMatchObject({ state: 'handed_over', handed_over_at: expect.any(String), items: [{ state: 'submitted' }, { state: 'submitted' }] })
    expect(await again(a)).toMatchObject({ state: 'submitted' })
    for (const act of [handOver, takeApart]) await expect(act(batch.id)).rejects.toMatchObject({ code: 'batch_state' })
    expect(await d.db.query(`select data->>'payouts' as n from events where type = 'payout_batch.handed_over' and data->>'batch_id' = $1`, [batch.id])).toEqual([{ n: '2' }])
  })

  it('nothing is, when one of them was stopped meanwhile', async () => {
    const [a, b] = [await owed(), await owed()]
    const batch = await create([a, b])
    await hold(b)
    await expect(handOver(batch.id)).rejects.toMatchObject({ code: 'payout_state' })
    expect(await again(a)).toMatchObject({ state: 'accrued' })
  })

  it('or taken apart before that, so that each may stand in another', async () => {
    const p = await owed()
    const batch = await create([p])
    expect(await takeApart(batch.id)).toMatchObject({ state: 'void' })
    for (const act of [handOver, takeApart]) await expect(act(batch.id)).rejects.toMatchObject({ code: 'batch_state' })
    await expect(make(batch.id, [account(p)])).rejects.toMatchObject({ code: 'batch_void' })
    expect(await d.db.query(`select data->>'payouts' as n from events where type = 'payout_batch.voided' and data->>'batch_id' = $1`, [batch.id])).toEqual([{ n: '1' }])
    expect(await create([p])).toMatchObject({ state: 'open' })
  })

  it('it answers: what was settled is paid, what was rejected has failed, and the rest stays', async () => {
    const [a, b, c] = [await owed(), await owed(), await owed()]
    await handOver((await create([a, b, c])).id)
    const xml = answer(line(a.id, 'ACSC') + line(b.id, 'RJCT') + line(c.id, 'PDNG') + line('somebody else, with a key that is far too long', 'ACSC'))
    expect(await status(xml)).toEqual({ paid: 1, failed: 1, unchanged: 1, unknown: ['somebody else, with a key that is f'] })
    expect([(await again(a)).state, (await again(b)).state, (await again(c)).state]).toEqual(['paid', 'failed', 'submitted'])
    expect(await again(b)).toMatchObject({ reason: 'The bank said RJCT' })
    expect(await status(xml)).toMatchObject({ paid: 0, failed: 0, unchanged: 3 })
  })

  it('what it says of a hundred strangers is enough to name', async () => {
    const { unknown } = await status(answer(Array.from({ length: 103 }, (_, i) => line(`stranger-${i}`, 'ACSC')).join('')))
    expect(unknown).toHaveLength(100)
    expect(unknown.at(-1)).toBe('stranger-99')
  })

  it('what is no answer of a bank is refused', async () => {
    for (const xml of ['<html></html>', null, '']) await expect(status(xml)).rejects.toMatchObject({ status: 422, code: 'status_unreadable' })
  })
})

describe('as a file', () => {
  it('the CSV has a line for each, with the amount as the currency writes it', async () => {
    const [a, b] = [await owed(), await owed()]
    const batch = await create([b, a])
    const file = await csvOf(batch.id)
    expect(file).toMatchObject({ content_type: 'text/csv; charset=utf-8', filename: `${batch.id}.csv`, disposition: 'attachment' })
    const name = (n: number) => `payee-${people - n},payee-${people - n}@example.test`
    expect(Buffer.from(file.bytes).toString('utf8')).toBe(['key,candidate,email,amount,currency,execute_on,about', `${a.id},${name(1)},123.05,EUR,2026-12-01,Euros: Application`, `${b.id},${name(0)},123.05,EUR,2026-12-01,Euros: Application`, ''].join('\r\n'))
    const inYen = await csvOf((await create([await owed(yen)])).id)
    expect(Buffer.from(inYen.bytes).toString('utf8')).toContain(',7,JPY,')
    const cents = await openAnotherJob(d, 'Cents', [{ ...FORM, payout: { amount_minor: 5, currency: 'EUR' } }, OFFER])
    expect(Buffer.from((await csvOf((await create([await owed(cents)])).id)).bytes).toString('utf8')).toContain(',0.05,EUR,')
  })

  it('pain.001 has each payout under its own key, to the account that was given for it', async () => {
    const [a, b] = [await owed(), await owed()]
    const batch = await create([a, b])
    const { filename, xml } = await make(batch.id, [account(b), { ...account(a, 'FR1420041010050500013M02606'), bic: 'BNPAFRPP' }], { ...debtor, bic: 'DEUTDEFF' })
    expect(filename).toBe(`${batch.id}.xml`)
    expect(xml).toMatch(new RegExp(`<EndToEndId>${a.id}</EndToEndId>[^]*FR1420041010050500013M02606[^]*<EndToEndId>${b.id}</EndToEndId>[^]*${ANOTHER}`))
    for (const part of [`<MsgId>${batch.id}</MsgId>`, '<CtrlSum>246.10</CtrlSum>', '<NbOfTxs>2</NbOfTxs>', '<Dt>2026-12-01</Dt>', '<BICFI>DEUTDEFF</BICFI>', '<BICFI>BNPAFRPP</BICFI>', '<Ustrd>Euros: Application</Ustrd>', '<Nm>Casey</Nm>']) expect(xml).toContain(part)
  })

  it('names each account that is missing or wrong, and is not made then', async () => {
    const [a, b] = [await owed(), await owed()]
    const batch = await create([a, b])
    const wrong = make(batch.id, [account(a, 'DE89370400440532013001')], { ...debtor, iban: 'DE00' })
    await expect(wrong).rejects.toMatchObject({ status: 422, code: 'validation_failed', fields: [{ path: 'body.debtor.iban', message: expect.stringContaining('not an IBAN') }, { path: 'body.accounts.0.iban', message: expect.stringContaining('not an IBAN') }, { path: 'body.accounts', message: expect.stringContaining(`payee-${people}`) }] })
  })

  it('is pain.001 in euros only', async () => {
    const p = await owed(d.paying)
    await expect(make((await create([p])).id, [account(p)])).rejects.toMatchObject({ code: 'not_in_euros' })
    expect(PAY.currency).toBe('USD')
  })
})
