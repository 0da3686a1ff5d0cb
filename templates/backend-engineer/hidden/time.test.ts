import { expect, test } from 'vitest'
import { HOUR, MINUTE, book, cancel, confirm, hold, schedule, workshop } from './support.ts'

test('a hold has the shape that was promised and ends ten minutes from now', async () => {
  const w = await workshop()
  const held = await hold(w, w.slot())
  expect(held.status).toBe(201)
  expect(held.body).toMatchObject({ id: expect.any(String), machine_id: w.machine, ...w.slot(), expires_at: w.at(10 / 60) })
})

test('a booking has the shape that was promised', async () => {
  const w = await workshop()
  const booked = await book(w, w.slot())
  expect(booked.status).toBe(201)
  expect(booked.body).toMatchObject({ id: expect.any(String), machine_id: w.machine, ...w.slot() })
})

test('one millisecond before it ends, a hold still keeps its time and can be confirmed', async () => {
  const w = await workshop()
  const held = await hold(w, w.slot())
  w.advance(10 * MINUTE - 1)
  expect((await schedule(w)).body.holds).toHaveLength(1)
  expect((await hold(w, w.slot(30, 60, 'ben'))).status).toBe(409)
  expect((await confirm(w, held.body.id)).status).toBe(201)
})

test('at the moment it ends, a hold can no longer be confirmed', async () => {
  const w = await workshop()
  const held = await hold(w, w.slot())
  w.advance(10 * MINUTE)
  expect((await confirm(w, held.body.id)).status).toBe(410)
  expect((await schedule(w)).body.bookings).toEqual([])
})

test('at the moment a hold ends, its time is free', async () => {
  const w = await workshop()
  await hold(w, w.slot())
  w.advance(10 * MINUTE)
  expect((await hold(w, w.slot(30, 60, 'ben'))).status).toBe(201)
})

test('at the moment it ends, a hold is not on the schedule', async () => {
  const w = await workshop()
  await hold(w, w.slot())
  w.advance(10 * MINUTE)
  expect((await schedule(w)).body.holds).toEqual([])
})

test('an expired hold whose time another has taken is told from one that never was', async () => {
  const w = await workshop()
  const held = await hold(w, w.slot())
  w.advance(11 * MINUTE)
  await book(w, w.slot(30, 60, 'ben'))
  expect((await confirm(w, held.body.id)).status).toBe(410)
  expect((await schedule(w)).body.bookings).toMatchObject([{ member: 'ben' }])
})

test('exactly 24 hours before it starts, a booking can still be cancelled', async () => {
  const w = await workshop()
  const { body } = await book(w, w.slot(30))
  w.advance(6 * HOUR)
  expect((await cancel(w, body.id)).status).toBe(204)
})

test('a millisecond later, cancelling is a conflict and the booking stays', async () => {
  const w = await workshop()
  const { body } = await book(w, w.slot(30))
  w.advance(6 * HOUR + 1)
  expect((await cancel(w, body.id)).status).toBe(409)
  expect((await schedule(w)).body.bookings).toHaveLength(1)
})

test('a time with another offset is the same time, and answers are in UTC', async () => {
  const w = await workshop()
  const tokyo = (hours: number) => w.at(hours + 9).replace('Z', '+09:00')
  const held = await hold(w, { member: 'ada', starts_at: tokyo(30), ends_at: tokyo(31) })
  expect(held.body).toMatchObject({ starts_at: w.at(30), ends_at: w.at(31) })
  expect((await hold(w, w.slot(30.5, 60, 'ben'))).status).toBe(409)
})

test.each([
  ['exactly 15 minutes can be held', 15, 201],
  ['exactly 8 hours can be held', 480, 201],
  ['a millisecond less than 15 minutes is refused', 15 - 1 / MINUTE, 400],
  ['a millisecond more than 8 hours is refused', 480 + 1 / MINUTE, 400],
  ['no length is refused', 0, 400],
  ['an end before the start is refused', -60, 400],
])('a time of %s', async (_name, minutes, status) => {
  const w = await workshop()
  expect((await hold(w, w.slot(30, minutes))).status).toBe(status)
})

test.each([
  ['an hour long by the clock that is turned back meanwhile is two hours, and can be held', '2030-10-27T02:00:00+02:00', '2030-10-27T03:00:00+01:00', 201],
  ['of no length by that clock is an hour, and can be held', '2030-10-27T02:15:00+02:00', '2030-10-27T02:15:00+01:00', 201],
  ['of eight hours by that clock is nine, and is refused', '2030-10-27T00:00:00+02:00', '2030-10-27T08:00:00+01:00', 400],
])('a time %s', async (_name, starts_at, ends_at, status) => {
  const w = await workshop()
  expect((await hold(w, { member: 'ada', starts_at, ends_at })).status).toBe(status)
})

test.each([
  ['a time that has begun is refused', -30 * MINUTE, 400],
  ['a time that begins at this moment is refused', 0, 400],
  ['a time that begins in a millisecond can be held', 1, 201],
])('%s', async (_name, ms, status) => {
  const w = await workshop()
  expect((await hold(w, w.slot(ms / HOUR))).status).toBe(status)
})
