import { expect, test } from 'vitest'
import { MINUTE, book, cancel, confirm, either, hold, schedule, statuses, times, workshop } from './support.ts'

test('of twenty requests at once for one time, one holds it and the others are conflicts', async () => {
  const w = await workshop()
  const answers = await Promise.all(times(20, (i) => hold(w, w.slot(30, 60, `member ${i}`))))
  expect(statuses(answers)).toEqual([201, ...times(19, () => 409)])
})

test('of twenty requests at once to two servers, one holds the time', async () => {
  const w = await workshop()
  const answers = await Promise.all(times(20, (i) => hold(w, w.slot(30, 60, `member ${i}`), { send: either(w, i) })))
  expect(statuses(answers)).toEqual([201, ...times(19, () => 409)])
})

test('requests at once for times that overlap in part are never both held', async () => {
  const w = await workshop()
  const answers = await Promise.all([0, 0.25, 0.5, 0.75].map((part) => hold(w, w.slot(30 + part))))
  expect(statuses(answers)).toEqual([201, 409, 409, 409])
})

test('of a crowd of requests at once, what is held never overlaps, and what is refused overlaps something held', async () => {
  const w = await workshop()
  const wanted = times(60, (i) => w.slot(30 + ((i * 37) % 96) / 8, 15 + ((i * 53) % 90), `member ${i}`))
  const answers = await Promise.all(wanted.map((slot, i) => hold(w, slot, { send: either(w, i) })))
  const overlap = (a: { starts_at: string; ends_at: string }, b: typeof a) => a.starts_at < b.ends_at && b.starts_at < a.ends_at
  const held = wanted.filter((_, i) => answers[i]?.status === 201)
  const refused = wanted.filter((_, i) => answers[i]?.status === 409)
  expect(held.length + refused.length).toBe(60)
  expect(held.filter((a) => held.some((b) => a !== b && overlap(a, b)))).toEqual([])
  expect(refused.filter((a) => !held.some((b) => overlap(a, b)))).toEqual([])
})

test('of ten requests at once for a time whose hold has expired, one holds it', async () => {
  const w = await workshop()
  await hold(w, w.slot())
  w.advance(11 * MINUTE)
  const answers = await Promise.all(times(10, (i) => hold(w, w.slot(30, 60, `member ${i}`), { send: either(w, i) })))
  expect(statuses(answers)).toEqual([201, ...times(9, () => 409)])
})

test.each([
  ['the same time', 30, 60],
  ['a time inside it', 30.25, 15],
  ['a time around it', 29, 180],
  ['a time over its start', 29.5, 60],
  ['a time over its end', 30.5, 60],
])('a held time refuses %s', async (_name, hours, minutes) => {
  const w = await workshop()
  await hold(w, w.slot(30))
  expect((await hold(w, w.slot(hours, minutes, 'ben'))).status).toBe(409)
})

test('times that touch do not overlap', async () => {
  const w = await workshop()
  const answers = [await book(w, w.slot(30)), await hold(w, w.slot(31)), await hold(w, w.slot(29))]
  expect(statuses(answers)).toEqual([201, 201, 201])
})

test('another machine is free at the same time', async () => {
  const w = await workshop()
  const machine = await w.addMachine()
  expect(statuses([await hold(w, w.slot()), await hold(w, w.slot(), { machine })])).toEqual([201, 201])
})

test('a booked time stays taken when its hold would have expired', async () => {
  const w = await workshop()
  await book(w, w.slot())
  w.advance(60 * MINUTE)
  expect((await hold(w, w.slot(30, 60, 'ben'))).status).toBe(409)
})

test('a cancelled booking frees its time', async () => {
  const w = await workshop()
  const { body } = await book(w, w.slot())
  expect((await cancel(w, body.id)).status).toBe(204)
  expect((await schedule(w)).body.bookings).toEqual([])
  const again = await hold(w, w.slot(30, 60, 'ben'))
  expect(again.status).toBe(201)
  expect((await confirm(w, again.body.id)).status).toBe(201)
})
