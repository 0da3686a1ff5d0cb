import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { broken } from '#test/support/invariants.ts'
import { earn, fakeRail, startPayingApp } from '#test/support/payouts.ts'
import { isOver, waitsForTime } from './changed-place.ts'

const NOW = new Date('2026-11-25T10:00:00Z')
const after = (ms: number) => new Date(NOW.getTime() + ms)

describe('a payout whose place was changed', () => {
  it('waits for time until its day is over, and for nobody’s time when people hold it', () => {
    const held = (heldUntil: Date | null, state: 'held' | 'accrued' = 'held') => waitsForTime({ state, heldUntil }, NOW)
    expect([held(after(1)), held(NOW), held(null), held(after(1), 'accrued')]).toEqual([true, false, false, false])
    const over = (heldUntil: Date | null, sends = 0, state: 'held' | 'queued' = 'held') => isOver({ state, heldUntil, sends }, NOW)
    expect([over(after(1)), over(NOW), over(null), over(NOW, 1), over(NOW, 0, 'queued')]).toEqual([false, true, false, false, false])
  })
})

describe('by a rail', () => {
  const rail = fakeRail({ needsDetails: true }, { recipientId: 'acct_1', ready: true, destination: 'bank-1' }, 'stripe')
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
  beforeEach(() => owner.call(operations.putPayoutSettings, { body: { rail: 'stripe', approvals: 1, caps: [] } }))

  /** Waits for approval, and then says that it is to go elsewhere. */
  async function moved() {
    const n = ++people
    const email = `mover-${n}@example.test`
    const id = await earn(app, slug, email)
    await app.settle()
    const portal = await app.portal(email)
    const payout = (await portal.call(operations.listPortalPayouts, { params: { id } })).items[0]?.id ?? ''
    const params = { id, payout }
    rail.recipient = { recipientId: `acct_${n}`, ready: true, destination: `bank-${n}` }
    await portal.call(operations.givePayoutDetails, { params, body: { country: 'DE' } })
    await portal.call(operations.checkPayoutDetails, { params })
    expect(await seen(payout)).toMatchObject({ state: 'needs_approval' })
    rail.recipient = { recipientId: `acct_${n}`, ready: true, destination: `bank-elsewhere-${n}` }
    await portal.call(operations.checkPayoutDetails, { params })
    await app.settle()
    return { id, payout, email, portal, params: { id: payout } }
  }
  const seen = async (payout: string) => (await owner.call(operations.listPayouts)).items.find((p) => p.id === payout) ?? expect.fail('no payout')
  const release = (payout: string, who = owner) => who.call(operations.releasePayout, { params: { id: payout } })
  const hours = async (n: number) => {
    await app.clock.shift(n * 3600)
    await app.settle()
    await owner.call(operations.getSession)
    await second.call(operations.getSession)
  }

  it('is held for a day, told to the candidate and the owners, and then goes on by itself', async () => {
    const m = await moved()
    const held = await seen(m.payout)
    expect(held).toMatchObject({ state: 'held', can: { hold: true, release: true }, released_by: [] })
    expect(new Date(held.held_until ?? 0).getTime() - new Date(held.steps.at(-1)?.at ?? 0).getTime()).toBe(24 * 3_600_000)
    expect((await m.portal.call(operations.listPortalPayouts, { params: { id: m.id } })).items[0]).toMatchObject({ state: 'held', held_until: held.held_until })
    expect(app.mails.find(m.email, /Where your .* goes was changed/).text).toContain('If it was not, answer this mail at once')
    expect(app.mails.find('second@acme.test', /Held/).text).toContain('has changed where the money goes')
    for (const n of [7, 7, 7]) await hours(n)
    expect(await seen(m.payout)).toMatchObject({ state: 'held' })
    await hours(4)
    const gone = await seen(m.payout)
    expect(gone).toMatchObject({ state: 'needs_approval', held_until: null })
    expect(gone.steps.map((s) => s.reason)).toContain('Nobody has objected for a day to where it goes now.')
    expect(app.mails.all.filter((x) => x.to === m.email && /You have earned/.test(x.subject))).toHaveLength(1)
    expect(await broken((text) => app.db.query(text))).toEqual([])
  })

  it('goes on earlier by the word of two people, and of one not', async () => {
    const m = await moved()
    expect(await release(m.payout)).toMatchObject({ state: 'held', released_by: ['Olivia Owner'] })
    await expect(release(m.payout)).rejects.toMatchObject({ code: 'payout_state' })
    await app.settle()
    expect(app.mails.find('second@acme.test', /Release .* earlier/).text).toContain('Olivia Owner wants it to go on')
    expect(await release(m.payout, second)).toMatchObject({ state: 'needs_approval', held_until: null, released_by: [] })
    await hours(7)
    expect(await seen(m.payout)).toMatchObject({ state: 'needs_approval' })
  })

  it('that is kept held waits for people, and then one owner releases it', async () => {
    const m = await moved()
    expect(await owner.call(operations.holdPayout, { params: m.params, body: { reason: 'They say it was not them.' } })).toMatchObject({ state: 'held', held_until: null, reason: 'They say it was not them.', can: { hold: false } })
    for (const n of [7, 7, 7, 7]) await hours(n)
    expect(await seen(m.payout)).toMatchObject({ state: 'held' })
    expect(await release(m.payout)).toMatchObject({ state: 'needs_approval' })
  })

  it('that is cancelled or declined meanwhile does not come back to life', async () => {
    const [a, b] = [await moved(), await moved()]
    await owner.call(operations.cancelPayout, { params: a.params, body: { reason: 'By mistake, sorry.' } })
    await b.portal.call(operations.declinePayout, { params: { id: b.id, payout: b.payout } })
    for (const n of [7, 7, 7, 7]) await hours(n)
    expect([(await seen(a.payout)).state, (await seen(b.payout)).state]).toEqual(['cancelled', 'declined'])
  })

  it('and which is another candidate’s place, too, still waits for people after its day', async () => {
    const first = await moved()
    const n = people
    const m = await moved()
    rail.recipient = { recipientId: `acct_${n + 1}`, ready: true, destination: `bank-elsewhere-${n}` }
    await app.db.query(`update payouts set destination = $1 where id in ($2, $3)`, [`bank-elsewhere-${n}`, m.payout, first.payout])
    for (const h of [7, 7, 7, 4]) await hours(h)
    expect(await seen(m.payout)).toMatchObject({ state: 'held', held_until: null, reason: expect.stringContaining('same place') })
  })
})
