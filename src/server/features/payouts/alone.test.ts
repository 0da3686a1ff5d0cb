import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { earn, fakeRail, openPayingJob, startPayingApp } from '#test/support/payouts.ts'
import { isAlone, warningFor } from './alone.ts'

describe('somebody', () => {
  const hand = (memberId: string, invited: boolean) => ({ memberId, invited })
  it('stands alone behind a candidate whom they let in and nobody else has judged', () => {
    expect(isAlone('me', [hand('me', true)])).toBe(true)
    expect(isAlone('me', [hand('me', true), hand('other', false)])).toBe(false)
    expect(isAlone('me', [hand('me', false)])).toBe(false)
    expect(isAlone('me', [hand('other', true)])).toBe(false)
    expect(isAlone('me', [])).toBe(false)
    expect(warningFor('Casey')).toContain('You alone have let Casey in')
  })
})

describe('pay', () => {
  const rail = fakeRail({ needsDetails: true }, { recipientId: 'acct_1', ready: true, destination: 'bank-1' }, 'stripe')
  let app: TestApp
  let owner: Client
  let second: Client
  let slug = ''
  beforeAll(async () => {
    ;({ app, owner, slug } = await startPayingApp(rail))
    second = await app.inviteAndJoin(owner, 'owner', 'second@acme.test')
  })
  afterAll(() => app.close())

  const seenBy = async (who: Client, application: string) => (await who.call(operations.listPayouts)).items.find((p) => p.application_id === application) ?? expect.fail('no payout')

  it('warns whoever alone let the candidate in, nobody else, and keeps that they approved it', async () => {
    await owner.call(operations.putPayoutSettings, { body: { rail: 'manual', approvals: 2, caps: [] } })
    const screened = await openPayingJob(owner, 'Engineer, read first', 'USD', { screened: true })
    const id = await earn(app, screened.slug, 'casey@example.test')
    await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
    await app.settle()
    const params = { id: (await seenBy(owner, id)).id }
    expect((await seenBy(owner, id)).warning).toContain('You alone have let casey in')
    expect((await seenBy(second, id)).warning).toBeNull()
    await app.db.query(`insert into application_members (org_id, application_id, member_id, judging) select a.org_id, a.id, m.id, false from applications a, members m join users u on u.id = m.user_id where a.id = $1 and u.email = 'second@acme.test'`, [id])
    expect((await seenBy(owner, id)).warning).toBeNull()
    await app.db.query('delete from application_members where application_id = $1', [id])
    await second.call(operations.approvePayout, { params })
    expect(await owner.call(operations.approvePayout, { params })).toMatchObject({ state: 'queued', approved_by: ['Owner second', 'Olivia Owner (who alone let them in and judged them)'] })
    expect((await seenBy(owner, id)).warning).toContain('You alone')
    await owner.call(operations.recordPayment, { params, body: { reference: 'SEPA 1', paid_on: '2026-01-02' } })
    expect((await seenBy(owner, id)).warning).toBeNull()
    const { items } = await owner.call(operations.listEvents, { params: { id } })
    expect(items.map((e) => e.text)).toContain('approved the payment to the candidate, as the only one who had let them in and had a part in judging them')
    expect(items.map((e) => e.text)).toContain('approved the payment to the candidate')
  })

  it('by a rail that is earned by itself has nobody behind it', async () => {
    const id = await earn(app, slug, 'nobody-invited@example.test')
    expect((await seenBy(owner, id)).warning).toBeNull()
  })

  it('to one place for two candidates is listed, once, by the end of the place', async () => {
    await owner.call(operations.putPayoutSettings, { body: { rail: 'stripe', approvals: 0, caps: [] } })
    expect((await owner.call(operations.listSamePlaces)).items).toEqual([])
    const places: Record<string, string> = { ada: 'bank-4711', barbara: 'bank-0815', grace: 'bank-4711', donald: 'bank-0815', alan: 'bank-of-alan' }
    for (const [who, place] of Object.entries(places)) {
      const id = await earn(app, slug, `${who}@example.test`)
      await app.settle()
      await app.db.query('update payouts set destination = $2 where application_id = $1', [id, place])
    }
    const { items } = await owner.call(operations.listSamePlaces)
    expect(items).toMatchObject([{ place: '…0815', payouts: [{ candidate: 'barbara' }, { candidate: 'donald' }] }, { place: '…4711', payouts: [{ candidate: 'ada', amount: { amount_minor: 40_000, currency: 'USD' } }, { candidate: 'grace', state: 'needs_details' }] }])
    expect(JSON.stringify(items)).not.toContain('bank-')
  })
})
