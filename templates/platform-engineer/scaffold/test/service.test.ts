import { expect, test } from 'vitest'
import { running } from './support.ts'

// The first three pass today. The others describe a part of the promises; make them pass, then write your own.

test('an order is stored and gets its label', async () => {
  const { order, send, clock } = running()
  expect(await order('a')).toEqual({ status: 202, body: { id: 'a', status: 'waiting', label: null, reason: null } })
  await clock.advance(2000)
  expect(await send('/orders/a')).toMatchObject({ status: 200, body: { status: 'dispatched', label: 'L1' } })
})

test('an order that is not one is refused', async () => {
  const { send } = running()
  expect(await send('/orders', { id: 'a', weight_g: 0 })).toMatchObject({ status: 400 })
})

test('an order that nobody knows is not found', async () => {
  const { send } = running()
  expect(await send('/orders/a')).toMatchObject({ status: 404 })
})

test('ten people who look for an order that is not there harm nobody', async () => {
  const { send, order } = running()
  for (let i = 0; i < 10; i++) expect(await send('/orders/nothing')).toMatchObject({ status: 404 })
  expect(await order('a')).toMatchObject({ status: 202 })
})

test('a carrier that is busy is not asked a hundred times', async () => {
  const { order, carrier, clock } = running()
  carrier.mood = 'busy'
  await order('a')
  await clock.advance(10_000)
  expect(carrier.calls).toBeLessThanOrEqual(4)
})

test('an order that the carrier refuses fails with the reason', async () => {
  const { order, send, clock } = running()
  await order('a', 'Nowhere 1')
  await clock.advance(2000)
  expect(await send('/orders/a')).toMatchObject({ body: { status: 'failed', reason: 'no such address' } })
})

test('an order that waited when the service was killed is dispatched by the next one', async () => {
  const first = running()
  first.carrier.mood = 'silent'
  await first.order('a')
  const second = running(first.disk)
  await second.clock.advance(30_000)
  expect(await second.send('/orders/a')).toMatchObject({ body: { status: 'dispatched' } })
})
