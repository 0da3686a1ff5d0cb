import { expect, test } from 'vitest'
import { metric, waitingOrder, world } from './world.ts'

test('an order that the carrier refuses fails at once with the reason, and is asked for once', async () => {
  const w = world()
  w.carrier.does = 'refuses'
  await w.order('a')
  await w.pass(300_000)
  expect(await w.send('/orders/a')).toMatchObject({ body: { status: 'failed', reason: 'too heavy', label: null } })
  expect(w.carrier.of('a')).toHaveLength(1)
})

test('ten orders that are refused hold up nobody', async () => {
  const w = world()
  w.carrier.for.set('Nowhere', 'refuses')
  for (let i = 0; i < 10; i++) await w.order(`bad-${i}`, 'Nowhere')
  await w.order('a')
  await w.pass(10_000)
  expect(w.statuses()).toMatchObject({ a: 'dispatched', 'bad-0': 'failed', 'bad-9': 'failed' })
})

test('orders without an address fail as internal, and hold up nobody', async () => {
  const w = world({ start: false })
  for (let i = 0; i < 8; i++) w.disk.set(`old-${i}`, waitingOrder(`old-${i}`, { address: null }))
  w.service.start()
  await w.pass(100)
  await w.order('a')
  await w.pass(10_000)
  expect(w.statuses()).toMatchObject({ a: 'dispatched' })
  await w.pass(300_000)
  expect(w.disk.get('old-0')).toMatchObject({ status: 'failed', reason: 'internal' })
  expect(w.disk.get('old-7')).toMatchObject({ status: 'failed', reason: 'internal' })
})

test('what failed stays so after a restart', async () => {
  const w = world()
  w.carrier.does = 'refuses'
  await w.order('a')
  await w.pass(5000)
  const next = world({ disk: w.disk })
  await next.pass(120_000)
  expect(next.statuses()).toEqual({ a: 'failed' })
  expect(next.carrier.calls).toEqual([])
})

test('failed orders are counted', async () => {
  const w = world()
  w.carrier.does = 'refuses'
  for (const id of ['a', 'b', 'c']) await w.order(id)
  await w.pass(15_000)
  expect(await metric(w, 'orders_failed_total')).toBe(3)
})

test.each(['busy', 'breaks', 'silent'] as const)('an order that waits for a carrier that is “%s” is not failed because it waits long', async (does) => {
  const w = world()
  w.carrier.does = does
  await w.order('a')
  await w.pass(1_800_000)
  expect(w.statuses()).toEqual({ a: 'waiting' })
})
