import { expect, test } from 'vitest'
import { leave, world } from './world.ts'

test('an order is answered 202 when it is stored, and gets its label', async () => {
  const w = world()
  expect(await w.order('a')).toMatchObject({ status: 202, body: { id: 'a', label: null, reason: null } })
  expect(w.disk.has('a')).toBe(true)
  await w.pass(3000)
  expect(await w.send('/orders/a')).toMatchObject({ status: 200, body: { id: 'a', status: 'dispatched', label: 'L-a', reason: null } })
})

test('the same id again answers the order as it is, and changes nothing', async () => {
  const w = world()
  await w.order('a')
  await w.pass(3000)
  expect(await w.send('/orders', { id: 'a', address: 'Elsewhere', weight_g: 9 })).toMatchObject({ status: 202, body: { id: 'a', status: 'dispatched', label: 'L-a' } })
  await w.pass(60_000)
  expect(w.disk.get('a')).toMatchObject({ address: '1 Main Street', weight_g: 500, label: 'L-a' })
  expect(w.carrier.of('a')).toHaveLength(1)
})

test('the same id twice at once is one order and one call', async () => {
  const w = world()
  const both = [w.ask('/orders', { id: 'a', address: 'x', weight_g: 1 }), w.ask('/orders', { id: 'a', address: 'y', weight_g: 1 })]
  await w.pass(5000)
  expect((await Promise.all(both)).map((a) => a.status)).toEqual([202, 202])
  expect(w.carrier.of('a')).toHaveLength(1)
})

test('what is no order is refused and costs no connection', async () => {
  const w = world()
  for (const body of ['{', [], { id: 'a b', address: 'x', weight_g: 1 }, { id: 'a', address: '', weight_g: 1 }, { id: 'a', address: 'x', weight_g: 0 }, {}]) expect(await w.send('/orders', body)).toMatchObject({ status: 400 })
  expect(w.store.inUse).toBe(0)
})

test('an order that nobody knows is 404', async () => {
  const w = world()
  expect(await w.send('/orders/a')).toMatchObject({ status: 404 })
})

test('while 200 wait a new one is told to come again, and is not stored', async () => {
  const w = world()
  w.carrier.does = 'silent'
  leave(w.disk, 200)
  const answer = await w.order('a')
  expect(answer?.status).toBe(503)
  expect(answer?.headers.get('retry-after')).toMatch(/^\d+$|GMT$/)
  expect(w.disk.has('a')).toBe(false)
})

test('the two hundredth is still taken', async () => {
  const w = world()
  w.carrier.does = 'silent'
  leave(w.disk, 199)
  expect((await w.order('a'))?.status).toBe(202)
  expect((await w.order('b'))?.status).toBe(503)
})

test('an order that is known is answered also while 200 wait', async () => {
  const w = world()
  w.carrier.does = 'silent'
  leave(w.disk, 200)
  expect(await w.send('/orders', { id: 'left-7', address: 'x', weight_g: 1 })).toMatchObject({ status: 202, body: { id: 'left-7', status: 'waiting' } })
})

test('when they are fewer again, orders are taken again', async () => {
  const w = world()
  leave(w.disk, 200)
  await w.pass(300_000)
  expect((await w.order('a'))?.status).toBe(202)
})
