import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { earn, fakeRail, startPayingApp, turn } from '#test/support/payouts.ts'
import { compareRails } from './compare-rails.ts'

const rail = fakeRail({ needsDetails: true }, { recipientId: 'acct_1', ready: false, destination: null }, 'stripe')
let app: TestApp
let owner: Client
let slug = ''
beforeAll(async () => {
  ;({ app, owner, slug } = await startPayingApp(rail, 'Paid at once'))
  await owner.call(operations.putPayoutSettings, { body: { rail: 'stripe', approvals: 0, caps: [] } })
})
afterAll(() => app.close())

const only = async (id: string) => (await owner.call(operations.listPayouts)).items.find((p) => p.application_id === id) ?? expect.fail('no payout')
const place = async (id: string) => ({ id, payout: (await only(id)).id })
/** Earned by somebody the provider calls `recipientId`, and not yet told where it goes. */
async function asked(email: string, recipientId: string) {
  const id = await earn(app, slug, email)
  await app.settle()
  rail.recipient = { recipientId, ready: false, destination: null }
  const portal = await app.portal(email)
  const { url } = await portal.call(operations.givePayoutDetails, { params: await place(id), body: { country: 'DE' } })
  return { id, portal, url }
}
const hook = (event: object, signature = 'right') => fetch(`${app.url}/api/v1/payments/stripe/webhook`, { method: 'POST', headers: { 'content-type': 'application/json', signature }, body: JSON.stringify(event) })

describe('where pay goes', () => {
  it('is told to the provider by the candidate, who is asked by mail; then it is sent without anybody’s help', async () => {
    const { id, portal, url } = await asked('details@example.test', 'acct_a')
    expect(await only(id)).toMatchObject({ state: 'needs_details' })
    expect(app.mails.find('details@example.test', /Where should your/).text).toContain('sees your bank details')
    expect(url).toBe('https://provider.example/onboarding/acct_a')
    expect(await portal.call(operations.checkPayoutDetails, { params: await place(id) })).toMatchObject({ state: 'needs_details' })
    rail.recipient = { recipientId: 'acct_a', ready: true, destination: 'bank-a' }
    expect(await portal.call(operations.checkPayoutDetails, { params: await place(id) })).toMatchObject({ state: 'queued', can_give_details: true })
    await app.settle()
    expect(await only(id)).toMatchObject({ state: 'submitted' })
    expect(rail.orders.at(-1)).toMatchObject({ payee: { recipientId: 'acct_a' } })
    await expect(portal.call(operations.givePayoutDetails, { params: await place(id), body: { country: 'DE' } })).rejects.toMatchObject({ code: 'payout_state' })
  })

  it('is learned by a webhook, too, when somebody closes the window at the end', async () => {
    const { id } = await asked('closes@example.test', 'acct_b')
    rail.recipient = { recipientId: 'acct_b', ready: true, destination: 'bank-b' }
    expect((await hook({ id: 'evt_r', recipient: 'acct_b' })).status).toBe(200)
    expect(await only(id)).toMatchObject({ state: 'queued' })
    await app.settle()
  })

  it('that is another candidate’s place already is held until an owner has looked', async () => {
    const { id, portal } = await asked('same@example.test', 'acct_c')
    rail.recipient = { recipientId: 'acct_c', ready: true, destination: 'bank-a' }
    await portal.call(operations.checkPayoutDetails, { params: await place(id) })
    expect(await only(id)).toMatchObject({ state: 'held', reason: expect.stringContaining('same place') })
    await owner.call(operations.releasePayout, { params: { id: (await only(id)).id } })
    await app.settle()
    expect(await only(id)).toMatchObject({ state: 'submitted' })
  })

  it('that changes after it was given is held', async () => {
    await owner.call(operations.putPayoutSettings, { body: { rail: 'stripe', approvals: 1, caps: [] } })
    const { id, portal } = await asked('moved@example.test', 'acct_d')
    rail.recipient = { recipientId: 'acct_d', ready: true, destination: 'bank-d' }
    await portal.call(operations.checkPayoutDetails, { params: await place(id) })
    expect(await only(id)).toMatchObject({ state: 'needs_approval' })
    rail.recipient = { recipientId: 'acct_d', ready: true, destination: 'bank-thief' }
    await hook({ id: 'evt_moved', recipient: 'acct_d' })
    expect(await only(id)).toMatchObject({ state: 'held', reason: expect.stringContaining('changed where the money goes') })
    await owner.call(operations.putPayoutSettings, { body: { rail: 'stripe', approvals: 0, caps: [] } })
  })

  it('that changes while the payout is held for another reason is held once more when that one is released', async () => {
    await owner.call(operations.putPayoutSettings, { body: { rail: 'stripe', approvals: 1, caps: [] } })
    const { id, portal } = await asked('held@example.test', 'acct_f')
    rail.recipient = { recipientId: 'acct_f', ready: true, destination: 'bank-f' }
    await portal.call(operations.checkPayoutDetails, { params: await place(id) })
    const params = { id: (await only(id)).id }
    await owner.call(operations.holdPayout, { params, body: { reason: 'Looking into something.' } })
    rail.recipient = { recipientId: 'acct_f', ready: true, destination: 'bank-g' }
    await owner.call(operations.releasePayout, { params })
    await app.settle()
    expect(await only(id)).toMatchObject({ state: 'held', reason: expect.stringContaining('changed where the money goes') })
    await owner.call(operations.releasePayout, { params })
    await (await app.inviteAndJoin(owner, 'owner', 'second@acme.test')).call(operations.releasePayout, { params })
    await app.settle()
    expect(await only(id)).toMatchObject({ state: 'needs_approval' })
    await owner.call(operations.putPayoutSettings, { body: { rail: 'stripe', approvals: 0, caps: [] } })
  })

  it('is nobody else’s to say', async () => {
    const { id } = await asked('mine@example.test', 'acct_e')
    const other = await app.portal('details@example.test')
    await expect(other.call(operations.givePayoutDetails, { params: await place(id), body: { country: 'DE' } })).rejects.toMatchObject({ status: 404 })
  })
})

describe('a webhook', () => {
  it('is a hint: the rail is asked, and only what it says is believed', async () => {
    const p = (await owner.call(operations.listPayouts)).items.find((x) => x.state === 'submitted') ?? expect.fail('none is under way')
    expect((await hook({ id: 'evt_1', payment: p.provider_id })).status).toBe(200)
    await app.settle()
    expect(await only(p.application_id)).toMatchObject({ state: 'submitted' })
    turn(rail, p.id, { state: 'paid', trace: 'T-9' })
    await hook({ id: 'evt_2', payment: p.provider_id })
    await hook({ id: 'evt_2', payment: p.provider_id })
    await app.settle()
    expect(await only(p.application_id)).toMatchObject({ state: 'paid', reference: 'T-9' })
  })

  it('with a wrong signature is refused, and one about something that is not ours is thanked for', async () => {
    expect((await hook({ id: 'evt_3', payment: 'po-1' }, 'wrong')).status).toBe(401)
    expect((await hook({ id: 'evt_4', payment: 'nobody-knows' })).status).toBe(200)
  })
})

describe('the daily comparison', () => {
  it('finds what came back after it was paid, what is nobody’s, and what the provider has lost; and then the first is settled', async () => {
    const paid = (await owner.call(operations.listPayouts)).items.find((x) => x.state === 'paid') ?? expect.fail('none is paid')
    turn(rail, paid.id, { state: 'returned', says: 'account closed' })
    const stray = `pay_${'x'.repeat(26)}`
    rail.payments.set(stray, { providerId: 'po-stray', key: stray, state: 'paid', says: '', amount: { amount_minor: 1, currency: 'USD' }, expectedOn: null, receiptUrl: null, trace: null })
    await expect(compareRails(app.ctx)).rejects.toThrow(/run again/)
    const { items } = await owner.call(operations.listComparisons)
    expect(items).toMatchObject([{ rail: 'stripe', mode: 'sandbox' }])
    expect(items[0]?.differences).toEqual(expect.arrayContaining([{ payout_id: paid.id, provider_id: paid.provider_id, what: 'state' }, { payout_id: null, provider_id: 'po-stray', what: 'not_ours' }]))
    await app.settle()
    expect(await only(paid.application_id)).toMatchObject({ state: 'returned', reason: 'account closed' })
    rail.payments.delete(stray)
    await expect(compareRails(app.ctx)).rejects.toThrow(/run again/)
    expect((await owner.call(operations.listComparisons)).items[0]?.differences).toEqual([])
  })
})
