import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { broken } from '#test/support/invariants.ts'
import { earn, fakeRail, startPayingApp } from '#test/support/payouts.ts'

const READ = { name: 'Room to Read', url: 'https://read.example' }
const TREES = { name: 'Trees', url: 'https://trees.example' }
const rail = fakeRail({ needsDetails: true }, { recipientId: 'acct_1', ready: false, destination: null }, 'stripe')
let app: TestApp
let owner: Client
let second: Client
let slug = ''
let people = 0
beforeAll(async () => {
  ;({ app, owner, slug } = await startPayingApp(rail))
  second = await app.inviteAndJoin(owner, 'owner', 'second@acme.test')
})
afterAll(() => app.close())
beforeEach(async () => {
  await settings('manual', 1)
  await owner.call(operations.putCharities, { body: { items: [READ, TREES] } })
})

const settings = (name: 'manual' | 'stripe', approvals: number) => owner.call(operations.putPayoutSettings, { body: { rail: name, approvals, caps: [] } })
async function earned() {
  const email = `giver-${++people}@example.test`
  const id = await earn(app, slug, email)
  await app.settle()
  const portal = await app.portal(email)
  const payout = (await portal.call(operations.listPortalPayouts, { params: { id } })).items[0]?.id ?? ''
  return { email, id, portal, payout, params: { id, payout } }
}
const give = (g: Awaited<ReturnType<typeof earned>>, charity = READ.name) => g.portal.call(operations.donatePayout, { params: g.params, body: { charity } })
const seen = async (payout: string) => (await owner.call(operations.listPayouts)).items.find((p) => p.id === payout) ?? expect.fail('no payout')
const record = (id: string) => owner.call(operations.recordPayment, { params: { id }, body: { reference: 'GIFT 7', paid_on: '2026-01-02' } })

describe('pay that goes to a charity', () => {
  it('is asked for by the candidate, shown to both, given by hand with a reference, and paid out in the books', async () => {
    const g = await earned()
    expect((await g.portal.call(operations.listPortalPayouts, { params: { id: g.id } })).charities).toEqual([READ, TREES])
    expect(await give(g)).toMatchObject({ state: 'accrued', charity: READ, can_donate: false, can_decline: true })
    expect(await seen(g.payout)).toMatchObject({ charity: READ, can: { record_payment: true } })
    await app.settle()
    expect(app.mails.find(g.email, /goes to Room to Read/).text).toContain('If this was not you')
    expect(app.mails.find('second@acme.test', /Give .*400 USD to Room to Read/).text).toContain('https://read.example')
    await record(g.payout)
    await app.settle()
    expect(app.mails.find(g.email, /was given to Room to Read/).text).toContain('GIFT 7')
    expect((await g.portal.call(operations.listPortalPayouts, { params: { id: g.id } })).items[0]).toMatchObject({ state: 'paid', charity: READ, reference: 'GIFT 7' })
    const { items } = await owner.call(operations.listEvents, { params: { id: g.id } })
    expect(items.map((e) => e.text)).toContain('asked that the payment goes to Room to Read')
    expect(await broken((text) => app.db.query(text))).toEqual([])
  })

  it('is asked for once, of the list alone, and not after it was sent', async () => {
    const g = await earned()
    await expect(give(g, 'My own pocket')).rejects.toMatchObject({ problem: { fields: [{ path: 'body.charity' }] } })
    await give(g)
    await expect(give(g, TREES.name)).rejects.toMatchObject({ code: 'payout_state', problem: { detail: expect.stringContaining('Room to Read') } })
    const late = await earned()
    await record(late.payout)
    await expect(give(late)).rejects.toMatchObject({ code: 'payout_state' })
    await expect(app.db.query(`update payouts set charity_name = 'x', charity_url = 'y' where id = $1`, [g.payout])).rejects.toThrow(/made once/)
    await expect(app.db.query(`update payouts set charity_name = 'x', charity_url = 'y' where id = $1`, [late.payout])).rejects.toThrow(/made once/)
  })

  it('is nobody else’s to ask for', async () => {
    const [g, other] = [await earned(), await earned()]
    await expect(other.portal.call(operations.donatePayout, { params: g.params, body: { charity: READ.name } })).rejects.toMatchObject({ status: 404 })
    await expect(other.portal.call(operations.donatePayout, { params: { id: other.id, payout: g.payout }, body: { charity: READ.name } })).rejects.toMatchObject({ status: 404 })
  })

  it('leaves the provider’s way for the way by hand, and needs no details any more', async () => {
    await settings('stripe', 0)
    const g = await earned()
    expect(await seen(g.payout)).toMatchObject({ state: 'needs_details', rail: 'stripe' })
    expect(await give(g)).toMatchObject({ state: 'queued', can_give_details: false })
    await app.settle()
    expect(await seen(g.payout)).toMatchObject({ state: 'queued', rail: 'manual', can: { record_payment: true } })
    expect(rail.orders).toEqual([])
    await record(g.payout)
  })

  it('still waits for as many people as what is paid by hand', async () => {
    await settings('stripe', 2)
    const g = await earned()
    expect(await give(g)).toMatchObject({ state: 'needs_approval' })
    await owner.call(operations.approvePayout, { params: { id: g.payout } })
    expect(await second.call(operations.approvePayout, { params: { id: g.payout } })).toMatchObject({ state: 'queued', charity: READ })
  })

  it('stays approved where it was', async () => {
    await settings('manual', 2)
    const g = await earned()
    await owner.call(operations.approvePayout, { params: { id: g.payout } })
    await second.call(operations.approvePayout, { params: { id: g.payout } })
    await settings('manual', 1)
    expect(await give(g)).toMatchObject({ state: 'queued', charity: READ })
    expect(await seen(g.payout)).toMatchObject({ state: 'queued', approvals_needed: 2, steps: ['accrued', 'needs_approval', 'queued'].map((state) => ({ state })) })
  })

  it('that is held stays held, and goes by hand when it is released', async () => {
    await settings('stripe', 0)
    const g = await earned()
    await owner.call(operations.holdPayout, { params: { id: g.payout }, body: { reason: 'One moment, please.' } })
    expect(await give(g)).toMatchObject({ state: 'held', charity: READ })
    await owner.call(operations.releasePayout, { params: { id: g.payout } })
    await app.settle()
    expect(await seen(g.payout)).toMatchObject({ state: 'accrued', rail: 'manual', can: { record_payment: true } })
  })

  it('goes into no bank file, and out of one that is not with the bank yet', async () => {
    const g = await earned()
    const on = { execute_on: '2030-01-02' }
    const batch = await owner.call(operations.createPayoutBatch, { body: { payouts: [g.payout], ...on } })
    await give(g)
    await expect(owner.call(operations.handOverPayoutBatch, { params: { id: batch.id } })).rejects.toMatchObject({ code: 'payout_state', problem: { detail: expect.stringContaining('Room to Read') } })
    await owner.call(operations.voidPayoutBatch, { params: { id: batch.id } })
    await expect(owner.call(operations.createPayoutBatch, { body: { payouts: [g.payout], ...on } })).rejects.toMatchObject({ code: 'payout_not_payable' })
  })

  it('keeps its wish when it is issued anew, and when the list changes', async () => {
    const g = await earned()
    await give(g)
    await owner.call(operations.putCharities, { body: { items: [TREES] } })
    await owner.call(operations.cancelPayout, { params: { id: g.payout }, body: { reason: 'By mistake, sorry.' } })
    const anew = await owner.call(operations.reissuePayout, { params: { id: g.payout }, body: { reason: 'It is still owed.' } })
    expect(anew).toMatchObject({ charity: READ, rail: 'manual' })
  })

  it('is offered where a company has a list, which its owners write, each name once', async () => {
    const recruiter = await app.inviteAndJoin(owner, 'recruiter')
    expect((await recruiter.try(operations.putCharities, { body: { items: [] } })).status).toBe(403)
    await expect(owner.call(operations.putCharities, { body: { items: [READ, TREES, READ] } })).rejects.toMatchObject({ problem: { fields: [{ path: 'body.items.2.name' }] } })
    await expect(owner.call(operations.putCharities, { body: { items: [{ name: 'x', url: 'javascript:alert(1)' }] } })).rejects.toMatchObject({ status: 422 })
    await owner.call(operations.putCharities, { body: { items: [] } })
    const g = await earned()
    expect((await g.portal.call(operations.listPortalPayouts, { params: { id: g.id } })).charities).toEqual([])
  })
})
