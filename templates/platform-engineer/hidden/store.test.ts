import { expect, test } from 'vitest'
import { takeAll, world } from './world.ts'

test('people who look for orders that are not there take no connection away', async () => {
  const w = world()
  for (let i = 0; i < 12; i++) expect((await w.send(`/orders/nothing-${i}`))?.status).toBe(404)
  expect(w.store.inUse).toBe(0)
})

test('orders that come twice take no connection away', async () => {
  const w = world()
  for (let i = 0; i < 12; i++) expect((await w.order('a'))?.status).toBe(202)
  await w.pass(2000)
  expect(w.store.inUse).toBe(0)
})

test('a hundred requests at once are all answered', async () => {
  const w = world()
  const all = Array.from({ length: 100 }, (_, i) => w.ask(i % 2 === 0 ? `/orders/none-${i}` : '/orders', i % 2 === 0 ? undefined : { id: `o-${i}`, address: 'x', weight_g: 1 }))
  await w.pass(5000)
  expect((await Promise.all(all)).every((a) => a.status === 404 || a.status === 202)).toBe(true)
  await w.pass(30_000)
  expect(w.store.inUse).toBe(0)
})

test.each([
  ['a look', '/orders/a', undefined],
  ['an order', '/orders', { id: 'a', address: 'x', weight_g: 1 }],
])('%s is answered 503 within two seconds when the store is too slow', async (_name, path, body) => {
  const w = world()
  w.store.latency = () => 30_000
  expect((await w.send(path, body, 2050))?.status).toBe(503)
})

test('a request is answered 503 within two seconds when no connection is free', async () => {
  const w = world()
  const giveBack = await takeAll(w)
  expect((await w.send('/orders/a', undefined, 2050))?.status).toBe(503)
  giveBack()
})

test('a connection that comes after the request has given up is given back', async () => {
  const w = world()
  const giveBack = await takeAll(w)
  const answers: number[] = []
  for (let i = 0; i < 8; i++) void w.ask(`/orders/a-${i}`).then((a) => answers.push(a.status))
  await w.pass(3000)
  expect(answers).toEqual(Array.from({ length: 8 }, () => 503))
  giveBack()
  await w.pass(5000)
  expect(w.store.inUse).toBe(0)
  expect((await w.order('b'))?.status).toBe(202)
})

test('after a store that was slow for a while all is well by itself', async () => {
  const w = world()
  w.store.latency = () => 20_000
  for (let i = 0; i < 10; i++) await w.order(`slow-${i}`)
  w.store.latency = () => 2
  await w.pass(180_000)
  expect((await w.order('a'))?.status).toBe(202)
  await w.pass(10_000)
  expect(w.statuses()).toMatchObject({ a: 'dispatched' })
  expect(w.store.inUse).toBe(0)
})
