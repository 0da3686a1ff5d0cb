import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { earn, startPayingApp } from '#test/support/payouts.ts'
import { placesInPdf, textOfPdf } from '#test/support/pdf.ts'
import { printable } from './printable.ts'
import { type ReceiptFacts, receiptOf } from './receipt.ts'
import { receiptPdf } from './receipt-pdf.ts'

const AT = new Date('2026-11-25T10:00:00Z')
const facts = (o: { name?: string; mode?: 'live' | 'sandbox'; organization?: string; reference?: string } = {}): ReceiptFacts => ({
  payout: { id: 'pay_00000000000000000000000001', stageName: 'Take-home', amount: { amount_minor: 40_050, currency: 'EUR' }, accruedAt: new Date('2026-11-20T23:30:00Z'), rail: 'manual', mode: o.mode ?? 'live', charity: null },
  paid: { at: AT, on: '2026-11-24', reference: o.reference ?? 'SEPA 12' },
  organization: o.organization ?? 'Acme',
  payee: { name: o.name ?? 'Casey Okafor', email: 'casey@example.test' },
  job: 'Backend Engineer',
})
const textOf = async (f: ReceiptFacts) => textOfPdf(await receiptPdf(receiptOf(f), AT))
/** As one line, because a long value is drawn on several. */
const flat = async (f: ReceiptFacts) => (await textOf(f)).replaceAll('\n', ' ').replaceAll(/ +/g, ' ')

describe('what can be printed', () => {
  const has = (c: number) => c < 0x500
  it('is printed as it is, composed', () => {
    expect(printable('Zoë Дмитрий Ελένη', has)).toEqual({ text: 'Zoë Дмитрий Ελένη', whole: true })
    expect(printable('Zoe\u0308', has)).toEqual({ text: 'Zoë', whole: true })
  })

  it('and what the typeface has not, what runs the other way or hides, is said by its number', () => {
    expect(printable('山a', has)).toEqual({ text: '⟦U+5C71⟧a', whole: false })
    expect(printable('אb', () => true)).toEqual({ text: '⟦U+05D0⟧b', whole: false })
    expect(printable('a\u202eb\nc', () => true)).toEqual({ text: 'a⟦U+202E⟧b⟦U+000A⟧c', whole: false })
    expect(printable('🙂', has)).toEqual({ text: '⟦U+1F642⟧', whole: false })
  })
})

describe('a receipt', () => {
  it('says who paid whom how much, for what, when, by which way and under which reference', async () => {
    const { rows } = receiptOf(facts())
    expect(Object.fromEntries(rows)).toEqual({ 'Paid by': 'Acme', 'Paid to': 'Casey Okafor', Email: 'casey@example.test', For: 'Take-home, as a part of the application for Backend Engineer', Amount: '€400.50 EUR', 'Earned on': '20 November 2026', 'Paid on': '24 November 2026', Reference: 'SEPA 12', Way: 'By hand, outside Handiwork (such as a bank transfer)', 'Receipt number': 'pay_00000000000000000000000001' })
    const text = await flat(facts())
    for (const [label, value] of rows) expect(text).toContain(`${label} ${value}`)
    expect(text).toContain('It is no tax form.')
    expect(text).not.toContain('Letters that')
  })

  it.each(['Дмитрий Иванов', 'Ελευθερία Παπαδοπούλου', 'Nguyễn Thị Minh Khai', 'Łukasz Żółć', 'Sigríður Þórðardóttir', 'Čapek & Söhne <b>', 'O’Neill \\) Tj (', '%PDF-1.4 endstream endobj'])('has the name %s as it is written', async (name) => {
    const text = await flat(facts({ name, organization: name, reference: name }))
    expect(text).toContain(`Paid to ${name}`)
    expect(text).toContain(`Paid by ${name}`)
    expect(text).toContain(`Reference ${name}`)
    expect(text).not.toMatch(/⟦U\+|�|Letters that/)
  })

  it.each([['山田 太郎', '⟦U+5C71⟧⟦U+7530⟧ ⟦U+592A⟧⟦U+90CE⟧'], ['김철수', '⟦U+AE40⟧⟦U+CCA0⟧⟦U+C218⟧'], ['אברהם', '⟦U+05D0⟧⟦U+05D1⟧⟦U+05E8⟧⟦U+05D4⟧⟦U+05DD⟧'], ['Casey\u202e🙂', 'Casey⟦U+202E⟧⟦U+1F642⟧']])('has what it can’t show of %s by its numbers, says so, and shows no empty box', async (name, shown) => {
    const text = await flat(facts({ name }))
    expect(text).toContain(`Paid to ${shown}`)
    expect(text).toContain('Letters that this file’s typeface does not have are written by their numbers')
  })

  it('of a very long name still has everything else', async () => {
    const text = await flat(facts({ name: 'Ж'.repeat(200), organization: '漢'.repeat(120) }))
    expect(text.match(/Ж/g)?.length).toBe(200)
    expect(text.match(/U\+6F22/g)?.length).toBe(240)
    expect(text).toContain('Receipt number pay_00000000000000000000000001')
  })

  it('of what was given to a charity says to whom, and at whose wish', async () => {
    const { payout, ...rest } = facts()
    const { rows } = receiptOf({ ...rest, payout: { ...payout, charity: { name: 'Room to Read', url: 'https://a.test' } } })
    expect(rows.slice(0, 3)).toEqual([['Paid by', 'Acme'], ['Given to', 'Room to Read'], ['At the wish of', 'Casey Okafor']])
  })

  it('has the way it went by its name', () => {
    const way = (rail: 'stripe' | 'tremendous') => new Map(receiptOf({ ...facts(), payout: { ...facts().payout, rail } }).rows).get('Way')
    expect([way('stripe'), way('tremendous')]).toEqual(['Stripe', 'Tremendous'])
    expect(receiptOf(facts()).notes).toEqual(['This is what Acme has written down as paid. It is no tax form.'])
  })

  it('is a page of A4 in English, of this program, with the values beside their labels', async () => {
    const file = Buffer.from(await receiptPdf(receiptOf(facts({ name: 'Ж'.repeat(200) })), AT)).toString('latin1')
    for (const part of ['/MediaBox [0 0 595.28 841.89]', '/Lang (en)', '/DisplayDocTitle true', '\n(Receipt of a payment)\n']) expect(file).toContain(part)
    expect(file.match(/\n\(Handiwork\)\n/g)).toHaveLength(2)
    const drawn = placesInPdf(Buffer.from(file, 'latin1'))
    const at = (text: string) => drawn.find((p) => p.text === text) ?? expect.fail(`${text} is not drawn`)
    for (const [label, value] of [['Paid by', 'Acme'], ['Email', 'casey@example.test'], ['Reference', 'SEPA 12']] as const) {
      expect(at(value).y).toBe(at(label).y)
      expect(at(value).x - at(label).x).toBe(120)
    }
    const long = drawn.filter((p) => p.text.startsWith('ЖЖ'))
    expect(new Set(long.map((p) => p.x))).toEqual(new Set([at('Acme').x]))
    expect(at('Email').y).toBeLessThan((long.at(-1)?.y ?? 0) - 10)
    // Bold and plain are two typefaces.
    expect(at('Acme').font).not.toBe(at('Paid by').font)
    expect(file).toMatch(/\/BaseFont \/[A-Z]+\+DejaVuSans\n/)
    expect(file).toMatch(/\/BaseFont \/[A-Z]+\+DejaVuSans-Bold\n/)
  })

  it('of test money says so, and is the same file whenever it is written', async () => {
    expect(await flat(facts({ mode: 'sandbox' }))).toContain('Test money: nothing was paid in truth.')
    expect(await flat(facts())).not.toContain('Test money')
    expect(Buffer.compare(await receiptPdf(receiptOf(facts()), AT), await receiptPdf(receiptOf(facts()), AT))).toBe(0)
  })
})

describe('a candidate', () => {
  let app: TestApp
  let owner: Client
  let slug = ''
  beforeAll(async () => {
    ;({ app, owner, slug } = await startPayingApp(undefined, 'Backend Engineer'))
  })
  afterAll(() => app.close())

  it('gets the receipt once the payment is paid, and nobody else does', async () => {
    const id = await earn(app, slug, 'casey@example.test')
    const payout = (await owner.call(operations.listPayouts)).items[0]?.id ?? ''
    const portal = await app.portal('casey@example.test')
    const params = { id, payout }
    await expect(portal.call(operations.getPayoutReceipt, { params })).rejects.toMatchObject({ code: 'payout_state' })
    await owner.call(operations.recordPayment, { params: { id: payout }, body: { reference: 'SEPA 99', paid_on: '2026-01-02' } })
    const answer = await fetch(`${app.url}/api/v1/portal/applications/${id}/payouts/${payout}/receipt.pdf`, { headers: { cookie: portal.cookies().map((c) => `${c.name}=${c.value}`).join('; ') } })
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([200, 'application/pdf', expect.stringContaining(`receipt-${payout}.pdf`)])
    const text = textOfPdf(new Uint8Array(await answer.arrayBuffer()))
    expect(text).toContain('SEPA 99')
    expect(text).toContain('casey@example.test')
    const other = await earn(app, slug, 'other@example.test')
    const stranger = await app.portal('other@example.test')
    await expect(stranger.call(operations.getPayoutReceipt, { params })).rejects.toMatchObject({ status: 404 })
    await expect(stranger.call(operations.getPayoutReceipt, { params: { id: other, payout } })).rejects.toMatchObject({ status: 404 })
  })
})
