import { expect, test } from 'vitest'
import { leave, metric, world } from './world.ts'

test('a call that is not answered is given up after five seconds, and not before', async () => {
  const w = world()
  w.carrier.does = 'silent'
  await w.order('a')
  await w.pass(1000)
  const [call] = w.carrier.of('a')
  const left = 5000 - (w.clock.now() - (call?.at ?? 0))
  await w.pass(left - 1)
  expect(call?.signal?.aborted).toBe(false)
  await w.pass(1)
  expect(call?.signal?.aborted).toBe(true)
})

test('a carrier that does not listen to the signal holds nobody up', async () => {
  const w = world()
  w.carrier.does = 'deaf'
  for (const id of ['a', 'b', 'c', 'd']) await w.order(id)
  await w.pass(2000)
  w.carrier.does = 'well'
  await w.order('e')
  await w.pass(120_000)
  expect(w.statuses()).toEqual({ a: 'dispatched', b: 'dispatched', c: 'dispatched', d: 'dispatched', e: 'dispatched' })
})

test('an answer that takes four seconds is waited for', async () => {
  const w = world()
  w.carrier.does = 4000
  await w.order('a')
  await w.pass(6000)
  expect(w.statuses()).toEqual({ a: 'dispatched' })
  expect(w.carrier.calls).toHaveLength(1)
})

test('never more than four calls are waited for at once', async () => {
  const w = world({ start: false })
  leave(w.disk, 40)
  w.carrier.does = 3000
  w.service.start()
  await w.pass(120_000)
  expect(w.carrier.most.calls).toBeGreaterThan(1)
  expect(w.carrier.most.calls).toBeLessThanOrEqual(4)
  expect(w.waiting()).toBe(0)
})

test('people are answered at once while the carrier is silent', async () => {
  const w = world()
  w.carrier.does = 'silent'
  for (let i = 0; i < 8; i++) expect((await w.order(`o-${i}`, 'x', 500))?.status).toBe(202)
  await w.pass(2000)
  expect((await w.send('/orders/o-3', undefined, 500))?.status).toBe(200)
})

test('no connection is held during a call', async () => {
  const w = world()
  w.carrier.does = 'silent'
  for (let i = 0; i < 4; i++) await w.order(`o-${i}`)
  await w.pass(2000)
  expect(w.carrier.calls.length).toBeGreaterThan(0)
  expect(w.store.inUse).toBe(0)
})

test.each(['busy', 'breaks', 'silent'] as const)('when the carrier is “%s”, an order waits longer before each try', async (does) => {
  const w = world()
  w.carrier.does = does
  await w.order('a')
  await w.pass(400_000)
  const calls = w.carrier.of('a')
  const waits = calls.slice(1).map((call, i) => call.at - (calls[i]?.endedAt ?? Infinity))
  expect(waits.length).toBeGreaterThanOrEqual(4)
  for (const [i, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(Math.min(60_000, 1000 * 2 ** i))
})

test('while one order waits to be tried again, others are dispatched', async () => {
  const w = world()
  w.carrier.for.set('Slow Street', 'busy')
  for (let i = 0; i < 6; i++) await w.order(`slow-${i}`, 'Slow Street')
  await w.order('a')
  await w.pass(10_000)
  expect(w.statuses()).toMatchObject({ a: 'dispatched' })
})

test.each(['busy', 'silent', 'breaks'] as const)('a carrier that is “%s” for a quarter of an hour gets no more than 60 calls in any minute from 200 orders', async (does) => {
  const w = world({ start: false })
  leave(w.disk, 200)
  w.carrier.does = does
  w.service.start()
  await w.pass(900_000)
  expect(w.carrier.calls.length).toBeGreaterThan(3)
  expect(w.carrier.busiestMinute()).toBeLessThanOrEqual(60)
})

test.each(['busy', 'silent'] as const)('when a carrier that was “%s” is well again, 200 orders are dispatched within five minutes', async (does) => {
  const w = world({ start: false })
  leave(w.disk, 200)
  w.carrier.does = does
  w.service.start()
  await w.pass(900_000)
  w.carrier.does = 'well'
  await w.pass(300_000)
  expect(w.waiting()).toBe(0)
})

test('every call for an order has the order as its key, so that it is paid for once', async () => {
  const w = world()
  w.carrier.does = 'silent'
  await w.order('a')
  await w.pass(7000)
  w.carrier.does = 'well'
  await w.pass(120_000)
  expect(new Set(w.carrier.calls.map((c) => c.key))).toEqual(new Set(['a']))
  expect(w.carrier.bought.size).toBe(1)
})

test('nobody asks the carrier but for orders', async () => {
  const w = world()
  for (const path of ['/live', '/ready', '/metrics', '/orders/x']) await w.send(path)
  await w.pass(60_000)
  expect(w.carrier.calls).toEqual([])
})

test('calls are counted by how they ended', async () => {
  const w = world()
  w.carrier.for.set('Busy', 'busy').set('Refuses', 'refuses').set('Silent', 'silent').set('Breaks', 'breaks')
  for (const address of ['Busy', 'Refuses', 'Silent', 'Breaks', 'Well']) await w.order(`o-${address}`, address)
  await w.pass(60_000)
  for (const outcome of ['ok', 'busy', 'refused', 'timeout', 'error']) expect([outcome, await metric(w, `carrier_calls_total{outcome="${outcome}"}`)]).toEqual([outcome, expect.any(Number)])
  expect(await metric(w, 'carrier_calls_total{outcome="ok"}')).toBe(1)
})
