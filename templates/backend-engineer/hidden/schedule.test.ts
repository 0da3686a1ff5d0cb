import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDb } from '../src/db.ts'
import { book, cancel, hold, key, schedule, startsOf, workshop } from './support.ts'

test('the schedule shows bookings and holds, each in order of time', async () => {
  const w = await workshop()
  for (const hours of [60, 48, 54]) await book(w, w.slot(hours))
  for (const hours of [72, 66]) await hold(w, w.slot(hours))
  const { status, body } = await schedule(w)
  expect(status).toBe(200)
  expect(startsOf(body.bookings)).toEqual([48, 54, 60].map(w.at))
  expect(startsOf(body.holds)).toEqual([66, 72].map(w.at))
})

test('the schedule shows each thing as it was answered when it was made', async () => {
  const w = await workshop()
  const booked = await book(w, w.slot(30))
  const held = await hold(w, w.slot(40))
  const { body } = await schedule(w)
  expect(body).toMatchObject({ bookings: [booked.body], holds: [held.body] })
})

test('the schedule shows what reaches into the range from either side, and not what only touches it', async () => {
  const w = await workshop()
  for (const [hours, minutes] of [[46, 30], [46.5, 30], [47, 75], [48.5, 90], [50, 30]] as const) await book(w, w.slot(hours, minutes))
  const within = async (from: number, to: number) => startsOf((await schedule(w, { from: w.at(from), to: w.at(to) })).body.bookings)
  expect(await within(48, 49)).toEqual([47, 48.5].map(w.at))
  expect(await within(48.25, 48.5)).toEqual([])
})

test('the schedule shows what lies around the whole range', async () => {
  const w = await workshop()
  await hold(w, w.slot(30, 240))
  expect((await schedule(w, { from: w.at(31), to: w.at(32) })).body.holds).toHaveLength(1)
})

test('the range is read with its offsets', async () => {
  const w = await workshop()
  await hold(w, w.slot(30))
  const tokyo = (hours: number) => w.at(hours + 9).replace('Z', '+09:00')
  expect((await schedule(w, { from: tokyo(30), to: tokyo(31) })).body.holds).toHaveLength(1)
  expect((await schedule(w, { from: tokyo(31), to: tokyo(32) })).body.holds).toEqual([])
})

test('the schedule shows nothing of another machine', async () => {
  const w = await workshop()
  const machine = await w.addMachine()
  await book(w, w.slot(30))
  expect((await schedule(w, { machine })).body).toEqual({ bookings: [], holds: [] })
})

test('a confirmed hold is only a booking, and a cancelled booking is nothing', async () => {
  const w = await workshop()
  const [one, two] = [await book(w, w.slot(30)), await book(w, w.slot(40))]
  await cancel(w, one.body.id)
  expect((await schedule(w)).body).toMatchObject({ bookings: [two.body], holds: [] })
})

test('bookings, holds and keys are still there after a restart', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'workshop-'))
  try {
    const before = openDb(folder)
    const w = await workshop(before)
    const same = { key: key() }
    const [booked, held] = [await book(w, w.slot(30)), await hold(w, w.slot(40), same)]
    await (await before).close()
    const after = openDb(folder)
    const { send } = await workshop(after)
    expect((await schedule(w, { send })).body).toMatchObject({ bookings: [booked.body], holds: [held.body] })
    expect((await hold(w, w.slot(40), { ...same, send })).body).toEqual(held.body)
    await (await after).close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
