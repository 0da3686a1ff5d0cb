import { expect, test } from 'vitest'
import { CLOSES, LATER, OPEN, adjustments, days, file, fill, fresh, quality, reasons, revisions, sold, take } from './support.ts'

test('old files go into closed days themselves, without adjustments', async () => {
  const db = await fresh()
  await take(db, file(OPEN, [sold()], 1), file(LATER, [], 2))
  expect((await fill(db, file('2026-03-11T00:00:00Z', [sold({ amount_minor: 5 })], 7))).files).toEqual(['20260311T000000Z-0007.ndjson'])
  expect(await days(db)).toEqual(['utc 2026-03-10: 2 receipts, 1005, closed'])
  expect(await adjustments(db)).toEqual([])
})

test('backfill does not move the watermark', async () => {
  const db = await fresh()
  await take(db, file(OPEN, [sold()], 1))
  await fill(db, file(LATER, [], 2))
  await take(db, file('2026-03-11T07:00:00Z', [sold()], 3))
  expect(await days(db)).toEqual(['utc 2026-03-10: 2 receipts, 2000'])
  expect(await adjustments(db)).toEqual([])
})

test('before anything was run, no day is closed', async () => {
  const db = await fresh()
  await fill(db, file(LATER, [sold({ at: '2010-01-01T12:00:00Z' })]))
  expect(await days(db)).toEqual(['utc 2010-01-01: 1 receipts, 1000'])
})

test('a file is known by its name, whichever way it came', async () => {
  const db = await fresh()
  const [one, two] = [file(OPEN, [sold()], 1), file(OPEN, [sold()], 2)]
  await fill(db, one)
  expect((await take(db, one, two)).files).toEqual([two.name])
  expect((await fill(db, one, two)).files).toEqual([])
  expect(await days(db)).toEqual(['utc 2026-03-10: 2 receipts, 2000'])
})

test('a file that was only filled in does not close a day when it is met again', async () => {
  const db = await fresh()
  const filled = file(CLOSES, [], 2)
  await take(db, file(OPEN, [sold()], 1))
  await fill(db, filled)
  await take(db, filled)
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000'])
})

test('old files know the receipts that came by run, and the other way round', async () => {
  const db = await fresh()
  const [one, two, three] = revisions({}, { amount_minor: 700 }, { amount_minor: 500 })
  await take(db, file(OPEN, [two ?? ''], 1))
  await fill(db, file(OPEN, [one ?? '', two ?? '', { ...two, amount_minor: 1 }], 2))
  await take(db, file(OPEN, [three ?? ''], 3))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 500'])
  expect((await quality(db))[1]).toEqual({ lines: 3, accepted: 0, superseded: 1, duplicates: 1, quarantined: 1 })
})

test('a receipt that was filled in is corrected late by an adjustment', async () => {
  const db = await fresh()
  const [one, two] = revisions({}, { voided: true })
  await take(db, file(LATER, [], 1))
  await fill(db, file(OPEN, [one ?? ''], 2))
  await take(db, file(LATER, [two ?? ''], 3))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000, closed'])
  expect(await adjustments(db)).toEqual(['utc 2026-03-10: -1 receipts, -1000'])
})

test('a late receipt that old files correct leaves its adjustment and changes the row', async () => {
  const db = await fresh()
  const [one, two] = revisions({}, { amount_minor: 700 })
  await take(db, file(OPEN, [sold()], 1), file(LATER, [one ?? ''], 2))
  await fill(db, file(OPEN, [two ?? ''], 3))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 700, closed'])
  expect(await adjustments(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000'])
})

test('bad lines of old files are kept apart, too, by when they were delivered', async () => {
  const db = await fresh()
  await fill(db, file(OPEN, ['x', sold({ shop: 'atlantis' }), sold({ at: '2026-03-12T12:00:00Z' })]))
  expect(await reasons(db)).toEqual([[1, 'not_json', null], [2, 'unknown_shop', null], [3, 'from_future', null]])
})
