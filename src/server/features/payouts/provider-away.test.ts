import { afterAll, beforeAll, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { earn, fakeRail, openPayingJob } from '#test/support/payouts.ts'

const rail = fakeRail()
const { find, list } = rail
const away = () => Promise.reject(new Error('no route to the provider'))
let app: TestApp
let slug = ''
beforeAll(async () => {
  app = await startTestApp({ rails: { tremendous: rail } })
  const owner = await app.signUpOwner()
  ;({ slug } = await openPayingJob(owner, 'Paid at once'))
  await owner.call(operations.putPayoutSettings, { body: { rail: 'tremendous', approvals: 0, caps: [] } })
})
afterAll(() => app.close())

const state = async (id: string) => (await app.db.query<{ state: string }>('select state from payouts where application_id = $1', [id]))[0]?.state
const dead = () => app.db.query(`select key from tasks where state = 'dead'`)
async function hours(n: number) {
  for (let i = 0; i < n; i++) {
    await app.clock.shift(3600)
    await app.settle()
  }
}

it('a payout whose provider is away for more than a day is asked about until the provider is back, and nothing is given up', async () => {
  rail.weather.push('answer lost')
  const id = await earn(app, slug, 'lost@example.test')
  await app.settle()
  rail.find = away
  rail.list = () => ({ [Symbol.asyncIterator]: () => ({ next: away }) })
  await hours(30)
  expect(await state(id)).toBe('unknown')
  expect(await dead()).toEqual([])
  Object.assign(rail, { find, list })
  await hours(2)
  expect(await state(id)).toBe('submitted')
  expect(rail.orders).toHaveLength(1)
})

it('the daily comparison goes on after that, and sends what waits in the queue and has lost its task', async () => {
  const id = await earn(app, slug, 'forgotten@example.test')
  await app.db.query(`update payouts set rail = 'tremendous', mode = 'sandbox', state = 'queued' where application_id = $1`, [id])
  await hours(26)
  expect(await state(id)).toBe('submitted')
  expect(await dead()).toEqual([])
})
