import { expect, test } from 'vitest'
import { isDone, leave, world } from './world.ts'

test('with nothing under way it stops at once', async () => {
  const w = world()
  await w.pass(1000)
  const stopped = w.service.stop()
  await w.pass(1000)
  expect(await isDone(stopped)).toBe(true)
})

test('a call under way is waited for, and its label is kept', async () => {
  const w = world()
  w.carrier.does = 4000
  await w.order('a')
  await w.pass(1000)
  const stopped = w.service.stop()
  await w.pass(500)
  expect(await isDone(stopped)).toBe(false)
  await w.pass(5000)
  expect(await isDone(stopped)).toBe(true)
  expect(w.disk.get('a')).toMatchObject({ status: 'dispatched', label: 'L-a' })
})

test.each(['silent', 'deaf'] as const)('a carrier that is “%s” is waited for ten seconds at most', async (does) => {
  const w = world()
  w.carrier.does = does
  for (let i = 0; i < 4; i++) await w.order(`o-${i}`)
  await w.pass(500)
  const stopped = w.service.stop()
  await w.pass(10_100)
  expect(await isDone(stopped)).toBe(true)
  expect(w.store.inUse).toBe(0)
  expect(w.waiting()).toBe(4)
})

test('from the moment it is told to stop it is not ready, and takes no orders', async () => {
  const w = world()
  w.carrier.does = 3000
  await w.order('a')
  await w.pass(500)
  void w.service.stop()
  expect((await w.send('/ready', undefined, 100))?.status).toBe(503)
  expect((await w.order('b', 'x', 100))?.status).toBe(503)
  expect((await w.send('/live', undefined, 100))?.status).toBe(200)
  expect(w.disk.has('b')).toBe(false)
})

test('after it is told to stop it begins no call', async () => {
  const w = world({ start: false })
  leave(w.disk, 30)
  w.carrier.does = 1000
  w.service.start()
  await w.pass(2500)
  const before = w.carrier.calls.length
  expect(before).toBeGreaterThan(0)
  const stopped = w.service.stop()
  await w.pass(60_000)
  await stopped
  expect(w.carrier.calls.length).toBe(before)
})

test('what waits when it stops is dispatched by the next one', async () => {
  const w = world({ start: false })
  leave(w.disk, 30)
  w.carrier.does = 1000
  w.service.start()
  await w.pass(2500)
  const stopped = w.service.stop()
  await w.pass(11_000)
  await stopped
  const next = world({ disk: w.disk })
  await next.pass(60_000)
  expect(next.waiting()).toBe(0)
  const asked = [...w.carrier.calls, ...next.carrier.calls].map((c) => c.key)
  expect(new Set(asked).size).toBe(asked.length)
})

test('what waits when it is killed is dispatched by the next one', async () => {
  const w = world()
  w.carrier.does = 'silent'
  for (let i = 0; i < 6; i++) await w.order(`o-${i}`)
  await w.pass(3000)
  const next = world({ disk: w.disk })
  await next.pass(60_000)
  expect(next.waiting()).toBe(0)
})

test('an order that was answered 202 just before the stop is not lost', async () => {
  const w = world()
  w.carrier.does = 'silent'
  await w.pass(1000)
  expect((await w.order('a'))?.status).toBe(202)
  const stopped = w.service.stop()
  await w.pass(11_000)
  await stopped
  const next = world({ disk: w.disk })
  await next.pass(30_000)
  expect(next.statuses()).toEqual({ a: 'dispatched' })
})

test('stopping twice is stopping once', async () => {
  const w = world()
  const both = [w.service.stop(), w.service.stop()]
  await w.pass(11_000)
  expect(await isDone(Promise.all(both))).toBe(true)
})
