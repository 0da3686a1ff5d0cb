import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { PASSWORD, type TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { earn, startPayingApp } from '#test/support/payouts.ts'
import type { Payout } from './payout.ts'
import { businessDayBefore, byPromise, reminderOf, soonAt, standingOf } from './promise.ts'
import { subjectOf } from './reminder-mails.ts'

const at = (text: string) => new Date(`${text}:00Z`)
const DUE = at('2026-11-30T10:00') // A Monday.
const SOON = at('2026-11-27T10:00') // The Friday before.
const EARNED = at('2026-11-25T10:00')
const ms = (date: Date, n: number) => new Date(date.getTime() + n)
const payout = (o: Partial<Payout> = {}) => ({ id: 'pay_1', state: 'accrued', accruedAt: EARNED, payBy: DUE, paid: null, replaces: null, ...o }) as Payout

describe('the day by which a payment was promised', () => {
  it.each([
    ['2026-11-24T10:00', '2026-11-23T10:00'],
    ['2026-11-30T10:00', '2026-11-27T10:00'],
    ['2026-11-29T10:00', '2026-11-27T10:00'],
    ['2026-11-28T10:00', '2026-11-27T10:00'],
  ])('has the business day before it: of %s it is %s', (due, before) => {
    expect(businessDayBefore(at(due))).toEqual(at(before))
  })

  it('is near from then on, or in the last quarter where it is nearer than that', () => {
    expect(soonAt({ accruedAt: EARNED, payBy: DUE })).toEqual(SOON)
    expect(soonAt({ accruedAt: SOON, payBy: DUE })).toEqual(ms(DUE, -18 * 3_600_000))
    expect(soonAt({ accruedAt: ms(DUE, -4000), payBy: DUE })).toEqual(ms(DUE, -1000))
  })

  it('stands as running, soon, late, kept or kept late, and nowhere when nothing is owed by it', () => {
    const standing = (now: Date, o: Partial<Payout> = {}, all: Payout[] = []) => standingOf(payout(o), all, now)
    expect([ms(SOON, -1), SOON, DUE, ms(DUE, 1)].map((now) => standing(now))).toEqual(['running', 'soon', 'soon', 'late'])
    const paid = (on: Date): Partial<Payout> => ({ state: 'paid', paid: { at: on, on: '2026-11-30', reference: 'x' } })
    expect([standing(ms(DUE, 9), paid(DUE)), standing(ms(DUE, 9), paid(ms(DUE, 1)))]).toEqual(['kept', 'kept_late'])
    expect(standing(DUE, { state: 'declined' })).toBeNull()
    expect(standing(ms(DUE, 1), { ...paid(SOON), state: 'returned' })).toBe('late')
    expect(standing(ms(DUE, 1), { state: 'returned' }, [payout({ id: 'pay_2', replaces: 'pay_1' })])).toBeNull()
  })

  it('is told of once when it is near, once when it is over, and then once a day', () => {
    const told = (remindedAt: Date | null, now: Date) => reminderOf({ accruedAt: EARNED, payBy: DUE, remindedAt }, now)
    expect([told(null, ms(SOON, -1)), told(null, SOON), told(SOON, ms(SOON, 1)), told(SOON, DUE)]).toEqual([null, 'soon', null, null])
    expect([told(null, ms(DUE, 1)), told(SOON, ms(DUE, 1)), told(DUE, ms(DUE, 1))]).toEqual(['late', 'late', 'late'])
    const first = ms(DUE, 1)
    expect([told(first, ms(first, 86_399_999)), told(first, ms(first, 86_400_000))]).toEqual([null, 'late'])
  })

  it('puts what is owed first, by that day', () => {
    const list = [payout({ id: 'paid', state: 'paid' }), payout({ id: 'later', payBy: ms(DUE, 5) }), payout({ id: 'over', state: 'failed', payBy: ms(DUE, -9) }), payout({ id: 'anew', replaces: 'over', payBy: ms(DUE, -9) }), payout({ id: 'first', payBy: ms(DUE, -5) })]
    expect(byPromise(list).map((p) => p.id)).toEqual(['anew', 'first', 'later', 'paid', 'over'])
  })

  it('is in the subject of the mail', () => {
    expect([subjectOf(1, 0), subjectOf(2, 0), subjectOf(0, 1), subjectOf(3, 2)]).toEqual(['1 payment to a candidate due within a business day', '2 payments to candidates due within a business day', '1 payment to a candidate late', '2 payments to candidates late, 3 due soon'])
  })
})

describe('the owners', () => {
  let app: TestApp
  let owner: Client
  let slug = ''
  beforeAll(async () => {
    ;({ app, owner, slug } = await startPayingApp())
  })
  afterAll(() => app.close())

  const mails = (subject: RegExp) => app.mails.all.filter((m) => m.to === 'olivia@acme.test' && subject.test(m.subject))

  it('are told of what is due within a business day, and what is late, each once a day, until it is paid', async () => {
    await earn(app, slug, 'casey@example.test')
    const { id, pay_by } = (await owner.call(operations.listPayouts)).items[0] ?? expect.fail('nothing is owed')
    await app.settle()
    expect(mails(/due within/)).toEqual([])
    const hours = Math.ceil((new Date(pay_by).getTime() - Date.now()) / 3_600_000)
    await app.clock.shift((hours - 2) * 3600)
    await app.settle()
    expect(mails(/1 payment to a candidate due within a business day/)).toHaveLength(1)
    expect(mails(/due within/)[0]?.text).toMatch(/\$400 USD to casey for “Application”, promised by/)
    await owner.call(operations.signIn, { body: { email: 'olivia@acme.test', password: PASSWORD } })
    expect((await owner.call(operations.listPayouts)).items[0]).toMatchObject({ promise: 'soon' })
    await app.clock.shift(3 * 3600)
    await app.settle()
    await app.clock.shift(3600)
    await app.settle()
    expect(mails(/1 payment to a candidate late/)).toHaveLength(1)
    expect((await owner.call(operations.listPayouts)).items[0]).toMatchObject({ promise: 'late' })
    await owner.call(operations.recordPayment, { params: { id }, body: { reference: 'SEPA 1', paid_on: '2026-01-02' } })
    await app.clock.shift(30 * 3600)
    await app.settle()
    expect(mails(/1 payment to a candidate late/)).toHaveLength(1)
  })
})
