import { expect, test } from 'vitest'
import { MINUTE, book, cancel, confirm, either, hold, key, schedule, times, workshop } from './support.ts'

test('the same key and body again gives the same answer and no second hold', async () => {
  const w = await workshop()
  const same = { key: key() }
  const [one, two] = [await hold(w, w.slot(), same), await hold(w, w.slot(), same)]
  expect([two.status, two.body]).toEqual([201, one.body])
  expect((await schedule(w)).body.holds).toHaveLength(1)
})

test('the same key and body ten times at once gives one hold and ten equal answers', async () => {
  const w = await workshop()
  const same = { key: key() }
  const answers = await Promise.all(times(10, () => hold(w, w.slot(), same)))
  expect(answers.map((a) => [a.status, a.body])).toEqual(times(10, () => [201, answers[0]?.body]))
  expect((await schedule(w)).body.holds).toHaveLength(1)
})

test('the same key and body at once to two servers gives one hold and equal answers', async () => {
  const w = await workshop()
  const same = { key: key() }
  const answers = await Promise.all(times(6, (i) => hold(w, w.slot(), { ...same, send: either(w, i) })))
  expect(answers.map((a) => [a.status, a.body])).toEqual(times(6, () => [201, answers[0]?.body]))
})

test('the same key with another body is refused with 422, and holds nothing', async () => {
  const w = await workshop()
  const same = { key: key() }
  await hold(w, w.slot(30), same)
  expect((await hold(w, w.slot(40), same)).status).toBe(422)
  expect((await hold(w, { ...w.slot(30), member: 'ben' }, same)).status).toBe(422)
  expect((await schedule(w)).body.holds).toHaveLength(1)
})

test('one key with two bodies at once makes one hold, and the other body is refused', async () => {
  const w = await workshop()
  const same = { key: key() }
  const asked = times(6, (i) => w.slot(i % 2 === 0 ? 30 : 40))
  const answers = await Promise.all(asked.map((slot) => hold(w, slot, same)))
  const { holds } = (await schedule(w)).body
  expect(holds).toHaveLength(1)
  const of = (made: boolean) => answers.filter((_, i) => (asked[i]?.starts_at === holds[0].starts_at) === made)
  expect(of(true).map((a) => [a.status, a.body.id])).toEqual(times(3, () => [201, holds[0].id]))
  for (const a of of(false)) expect([409, 422]).toContain(a.status)
})

test.each([
  ['expired', async () => undefined],
  ['been confirmed', confirm],
])('a key is remembered when its hold has %s', async (_name, then) => {
  const w = await workshop()
  const same = { key: key() }
  const one = await hold(w, w.slot(), same)
  await then(w, one.body.id)
  w.advance(11 * MINUTE)
  const two = await hold(w, w.slot(), same)
  expect([two.status, two.body.id]).toEqual([201, one.body.id])
  expect((await schedule(w)).body.holds).toEqual([])
})

test('another key for a taken time is a conflict', async () => {
  const w = await workshop()
  await hold(w, w.slot(), { key: key() })
  expect((await hold(w, w.slot(), { key: key() })).status).toBe(409)
})

test('without a key, the same body again is a conflict', async () => {
  const w = await workshop()
  await hold(w, w.slot())
  expect((await hold(w, w.slot())).status).toBe(409)
})

test('confirming again answers the same booking', async () => {
  const w = await workshop()
  const held = await hold(w, w.slot())
  const [one, two] = [await confirm(w, held.body.id), await confirm(w, held.body.id)]
  expect(one.status).toBe(201)
  expect([200, 201]).toContain(two.status)
  expect(two.body).toEqual(one.body)
  expect((await schedule(w)).body).toMatchObject({ bookings: [one.body], holds: [] })
})

test('confirming ten times at once makes one booking', async () => {
  const w = await workshop()
  const held = await hold(w, w.slot())
  const answers = await Promise.all(times(10, (i) => confirm(w, held.body.id, either(w, i))))
  const { bookings } = (await schedule(w)).body
  expect(bookings).toHaveLength(1)
  for (const a of answers) expect([200, 201]).toContain(a.status)
  for (const a of answers) expect(a.body).toMatchObject({ id: bookings[0].id })
})

test('confirming again after the ten minutes still answers the booking', async () => {
  const w = await workshop()
  const held = await hold(w, w.slot())
  const one = await confirm(w, held.body.id)
  expect(one.status).toBe(201)
  w.advance(30 * MINUTE)
  const two = await confirm(w, held.body.id)
  expect([200, 201]).toContain(two.status)
  expect(two.body).toEqual(one.body)
})

test('cancelling twice at once frees the time once and never fails on our side', async () => {
  const w = await workshop()
  const { body } = await book(w, w.slot())
  const answers = await Promise.all(times(4, (i) => cancel(w, body.id, either(w, i))))
  expect(answers.map((a) => a.status)).toContain(204)
  for (const a of answers) expect(a.status).toBeLessThan(500)
  expect((await schedule(w)).body.bookings).toEqual([])
})

test('a cancelled booking does not come back when its hold is confirmed again', async () => {
  const w = await workshop()
  const held = await hold(w, w.slot())
  const booked = await confirm(w, held.body.id)
  expect((await cancel(w, booked.body.id)).status).toBe(204)
  expect((await confirm(w, held.body.id)).status).toBeLessThan(500)
  expect((await schedule(w)).body).toMatchObject({ bookings: [], holds: [] })
})
