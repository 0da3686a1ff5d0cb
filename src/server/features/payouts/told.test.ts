import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { MailDraft } from '#server/platform/feature.ts'
import { type Company, type PayDesk, openPayDesk } from '#test/support/pay-desk.ts'
import { PAY, fakeRail, turn } from '#test/support/payouts.ts'
import { markSentByHand } from './by-bank.ts'
import { payouts } from './feature.ts'

const rail = fakeRail({ needsDetails: true }, { recipientId: 'acct_1', ready: true, destination: 'bank-1' }, 'stripe')
const READ = { name: 'Room to Read', url: 'https://read.example' }
const HOUR = 3600
let d: PayDesk
beforeAll(async () => {
  d = await openPayDesk({ rails: { stripe: rail } })
})
afterAll(() => d.close())

let people = 0
const someone = () => `told-${++people}@example.test`
const settings = (name: 'manual' | 'stripe', approvals: number) => d.call(operations.putPayoutSettings, d.owner, { body: { rail: name, approvals, caps: [] } })
const hold = (id: string, as = d.owner, reason = 'One moment, please.') => d.call(operations.holdPayout, as, { params: { id }, body: { reason } })
const release = (id: string, as = d.owner) => d.call(operations.releasePayout, as, { params: { id } })
const listed = async (id: string, as = d.owner) => (await d.call(operations.listPayouts, as)).items.find((p) => p.id === id) ?? expect.fail('not listed')
/** Who joined in one moment has no order. */
const byName = (a: MailDraft, b: MailDraft) => a.to.name.localeCompare(b.to.name)
/** The candidate who came last says where the money goes. */
async function details(payout: string, id: string) {
  await d.pass(0)
  const candidate = d.candidate(`told-${people}@example.test`)
  await d.call(operations.givePayoutDetails, candidate, { params: { id, payout }, body: { country: 'DE' } })
  await d.call(operations.checkPayoutDetails, candidate, { params: { id, payout } })
  await d.pass(0)
}
const toTeam = { fromName: 'Acme', action: { label: 'Open payouts', url: 'https://hire.example/app/payouts' } }

describe('a gift', () => {
  it('is told to the candidate, and to the owners with what to do', async () => {
    await settings('manual', 1)
    await d.call(operations.putCharities, d.owner, { body: { items: [READ] } })
    const email = someone()
    const p = await d.payout(await d.apply(email))
    await d.mails()
    expect(await d.waiting('remind-of-payouts')).toEqual([{ key: 'remind-of-payouts', seconds: HOUR }])
    await d.call(operations.donatePayout, d.candidate(email), { params: { id: p.application_id, payout: p.id }, body: { charity: READ.name } })
    const [toCandidate, ...toOwners] = await d.mails()
    expect(toCandidate).toEqual({
      to: { name: `told-${people}`, address: email },
      fromName: 'Acme',
      applicationId: p.application_id,
      subject: 'Your $400 USD goes to Room to Read',
      paragraphs: [`Hello told-${people},`, expect.stringContaining('Acme gives your $400 USD for “Application” to Room to Read (https://read.example)'), expect.stringContaining('answer this mail at once')],
      action: { label: 'See your $400 USD', url: `https://hire.example/portal/applications/${p.application_id}` },
    })
    expect(toOwners.toSorted(byName)).toEqual(['Olivia', 'Sam'].map((name) => ({ ...toTeam, to: { name, address: `${name.toLowerCase()}@acme.test` }, subject: 'Give $400 USD to Room to Read', paragraphs: [`Hello ${name},`, expect.stringContaining(`told-${people} asks that their $400 USD for “Application” goes to Room to Read (https://read.example).`)] })))
  })
})

describe('pay that would go elsewhere', () => {
  /** Held for a day, because the place was changed after it was given. */
  async function moved() {
    const p = await d.payout(await d.apply(someone()))
    rail.recipient = { recipientId: `acct_${people}`, ready: true, destination: `bank-${people}` }
    await details(p.id, p.application_id)
    rail.recipient = { recipientId: `acct_${people}`, ready: true, destination: `bank-elsewhere-${people}` }
    await d.call(operations.checkPayoutDetails, d.candidate(`told-${people}@example.test`), { params: { id: p.application_id, payout: p.id } })
    await d.pass(0)
    expect(await d.payout(p.application_id)).toMatchObject({ state: 'held' })
    return p
  }

  it('goes on earlier when the other owners say so, who are asked by whoever was first', async () => {
    await settings('stripe', 1)
    const [p, other] = [await moved(), await moved()]
    await d.mails()
    await release(other.id)
    await d.mails()
    await release(p.id, d.second)
    expect(await d.mails()).toEqual([{ ...toTeam, to: { name: 'Olivia', address: 'olivia@acme.test' }, subject: `Release $400 USD to told-${people - 1} earlier?`, paragraphs: ['Hello Olivia,', expect.stringMatching(/^Sam wants it to go on before its day is over\. The candidate has changed/), expect.stringContaining('A second owner has to look')] }])
    expect([(await listed(p.id)).released_by, (await listed(other.id)).released_by]).toEqual([['Sam'], ['Olivia']])
  })

  it('asks nobody any more once it goes on', async () => {
    await settings('stripe', 1)
    const p = await moved()
    await d.mails()
    await release(p.id, d.second)
    await release(p.id)
    expect((await d.mails()).filter((m) => m.subject.startsWith('Release'))).toEqual([])
  })
})

describe('a receipt', () => {
  it('of a payment that came back is none', async () => {
    await settings('stripe', 0)
    rail.recipient = { recipientId: 'acct_1', ready: true, destination: 'bank-receipt' }
    const email = someone()
    const id = await d.apply(email)
    const params = { id, payout: (await d.payout(id)).id }
    await details(params.payout, id)
    turn(rail, params.payout, { state: 'paid' })
    await d.pass(HOUR)
    expect(await d.call(operations.getPayoutReceipt, d.candidate(email), { params })).toMatchObject({ filename: `receipt-${params.payout}.pdf` })
    turn(rail, params.payout, { state: 'returned', says: 'account closed' })
    await d.pass(24 * HOUR)
    expect(await d.payout(id)).toMatchObject({ state: 'returned' })
    await expect(d.call(operations.getPayoutReceipt, d.candidate(email), { params })).rejects.toMatchObject({ code: 'payout_state' })
  })
})

describe('the record of a company', () => {
  const says = (type: string, data: object = {}) => new Map(Object.entries(payouts.sentences ?? {})).get(type)?.({ data } as never)

  it('has a sentence for everything that happens to pay', () => {
    expect(says('payout.accrued', PAY)).toBe('owes the candidate $400 USD')
    expect(says('payout.approved', { alone: false })).toBe('approved the payment to the candidate')
    expect(says('payout.paid')).toBe('recorded the payment to the candidate')
    expect(says('payout.reissued')).toBe('issued the payment anew, because it did not arrive')
    expect(says('payout.donated', { charity: 'Room to Read' })).toBe('asked that the payment goes to Room to Read')
    expect(says('payout_charities.changed')).toBe('changed the charities that candidates may choose')
    expect(says('payouts.reminded', { late: ['a'], soon: ['b', 'c'] })).toBe('told the owners of payments: 1 late, 2 due soon')
    expect(says('payout.release_asked')).toBe('wants the payment to go on before its day is over')
    expect(says('payout.kept_held')).toBe('keeps the payment held')
    expect(says('payout.cap_exceeded')).toBe('opened a paid stage for the candidate beyond the budget')
  })
})

describe('promises of pay', () => {
  /** A Wednesday that is to come, so that the promise of five days ends on a Monday, and is near from Friday on. */
  const WEDNESDAY = Date.UTC(2036, 0, 9, 10)
  let far: Company
  let near: Company
  beforeAll(async () => {
    ;[far, near] = [await d.another('far'), await d.another('near')]
  })
  const until = async (at: number) => {
    const now = await d.ctx.transaction((tx) => Promise.resolve(tx.now))
    await d.pass((at - now.getTime()) / 1000)
  }
  const at = (hours: number) => WEDNESDAY + hours * HOUR * 1000
  const told = async () => (await d.mails()).filter((m) => /due within|late/.test(m.subject) && m.fromName === 'Other')

  it('are told of to the owners alone, each company of its own, and nothing of what is not due', async () => {
    await until(at(0))
    const due: string[] = []
    for (let i = 0; i < 21; i++) due.push((await d.payout(await d.apply(`due-${String(i).padStart(2, '0')}@example.test`, near.paying))).id)
    expect(await d.waiting('remind-of-payouts')).toHaveLength(1)
    await hold(due[0] ?? '', near.owner, 'The bank asks who you are.')
    const given = await d.payout(await d.apply('given@example.test', near.paying))
    await d.call(operations.declinePayout, d.candidate('given@example.test'), { params: { id: given.application_id, payout: given.id } })
    const sent = await d.payout(await d.apply('sent@example.test', near.paying))
    await d.ctx.as(near.owner).transaction((tx) => markSentByHand(tx, sent.id))
    await until(at(24))
    const later = await d.payout(await d.apply('later@example.test', far.paying))
    await told()
    await until(at(25))
    expect(await told()).toEqual([])
    expect(await d.db.query(`select 1 from events where type = 'payouts.reminded' and org_id = any($1)`, [[far.orgId, near.orgId]])).toEqual([])
    await until(at(49))
    const mails = (await told()).toSorted(byName)
    expect(mails.map((m) => m.to)).toEqual([{ name: 'Olivia', address: 'olivia@near.test' }, { name: 'Sam', address: 'sam@near.test' }])
    const { paragraphs, ...rest } = mails[0] ?? expect.fail('no mail')
    expect(rest).toEqual({ to: { name: 'Olivia', address: 'olivia@near.test' }, fromName: 'Other', subject: '21 payments to candidates due within a business day', action: toTeam.action })
    expect(paragraphs).toHaveLength(23)
    expect(paragraphs.slice(0, 2)).toEqual(['Hello Olivia,', 'Due within a business day:'])
    expect(paragraphs[2]).toBe('$400 USD to due-00 for “Application”, promised by Mon, 14 Jan 2036 (UTC). The bank asks who you are.')
    expect(paragraphs[3]).toBe('$400 USD to due-01 for “Application”, promised by Mon, 14 Jan 2036 (UTC).')
    expect(paragraphs.at(-1)).toBe('And 1 more.')
    expect(later.reminded_at).toBeNull()
  })

  it('that are over are told of first, and all by name where they are twenty', async () => {
    const [first] = (await d.call(operations.listPayouts, near.owner)).items.filter((p) => p.can.record_payment)
    await d.call(operations.recordPayment, near.owner, { params: { id: first?.id ?? '' }, body: { reference: 'SEPA 1', paid_on: '2026-01-02' } })
    await until(at(5 * 24 + 1))
    const mail = (await told()).find((m) => m.to.address === 'olivia@near.test') ?? expect.fail('no mail')
    expect(mail.subject).toBe('20 payments to candidates late')
    expect(mail.paragraphs).toHaveLength(22)
    expect(mail.paragraphs[1]).toBe('Late. It was promised to the candidate, and is owed:')
  })
})
