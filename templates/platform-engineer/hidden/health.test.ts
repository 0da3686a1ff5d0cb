import { expect, test } from 'vitest'
import { leave, metric, takeAll, world } from './world.ts'

test('it is live and ready after the start', async () => {
  const w = world()
  expect([(await w.send('/live'))?.status, (await w.send('/ready'))?.status]).toEqual([200, 200])
})

test('before the start it is live and not ready', async () => {
  const w = world({ start: false })
  expect([(await w.send('/live'))?.status, (await w.send('/ready'))?.status]).toEqual([200, 503])
})

test.each(['busy', 'silent', 'breaks'] as const)('a carrier that is “%s” makes it neither less live nor less ready', async (does) => {
  const w = world()
  w.carrier.does = does
  for (let i = 0; i < 6; i++) await w.order(`o-${i}`)
  await w.pass(30_000)
  expect([(await w.send('/live', undefined, 100))?.status, (await w.send('/ready'))?.status]).toEqual([200, 200])
})

test('a store that is away makes it not ready within two seconds, and leaves it live', async () => {
  const w = world()
  const giveBack = await takeAll(w)
  expect((await w.send('/live', undefined, 50))?.status).toBe(200)
  expect((await w.send('/ready', undefined, 2050))?.status).toBe(503)
  giveBack()
  await w.pass(5000)
  expect((await w.send('/ready'))?.status).toBe(200)
})

test('asking three hundred times takes no connection away', async () => {
  const w = world()
  const asked = Array.from({ length: 300 }, (_, i) => w.ask(['/live', '/ready', '/metrics'][i % 3] ?? ''))
  await w.pass(10_000)
  await Promise.all(asked)
  expect(w.store.inUse).toBe(0)
})

test('metrics say how many orders wait, and since when', async () => {
  const w = world()
  w.carrier.does = 'busy'
  for (let i = 0; i < 5; i++) await w.order(`o-${i}`)
  await w.pass(60_000)
  expect(await metric(w, 'orders_waiting')).toBe(5)
  const oldest = await metric(w, 'oldest_waiting_seconds')
  expect(oldest).toBeGreaterThanOrEqual(49)
  expect(oldest).toBeLessThanOrEqual(62)
})

test('metrics say so too of what a former service left', async () => {
  const w = world()
  w.carrier.does = 'silent'
  leave(w.disk, 30)
  await w.pass(11_000)
  expect(await metric(w, 'orders_waiting')).toBe(30)
})

test('when all is dispatched, nothing waits', async () => {
  const w = world()
  await w.order('a')
  await w.pass(15_000)
  expect(await metric(w, 'orders_waiting')).toBe(0)
  expect(await metric(w, 'oldest_waiting_seconds') ?? 0).toBe(0)
})

test('metrics say when all connections are in use, and are answered then', async () => {
  const w = world()
  const giveBack = await takeAll(w)
  await w.pass(10_000)
  expect(await metric(w, 'store_connections_in_use')).toBe(5)
  giveBack()
})
