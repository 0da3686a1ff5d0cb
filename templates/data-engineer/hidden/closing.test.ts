import { expect, test } from 'vitest'
import { run } from '../src/pipeline.ts'
import { CLOSES, LATER, OPEN, adjustments, days, file, folderWith, fresh, put, revisions, sold, tables, take } from './support.ts'

const justBefore = '2026-03-14T03:59:59Z'

test('a second before it closes, a day still changes', async () => {
  const db = await fresh()
  await take(db, file(OPEN, [sold()], 1), file(justBefore, [sold()], 2))
  expect(await days(db)).toEqual(['utc 2026-03-10: 2 receipts, 2000'])
  expect(await adjustments(db)).toEqual([])
})

test('a file that is delivered at the moment a day closes comes too late for it', async () => {
  const db = await fresh()
  await take(db, file(OPEN, [sold()], 1), file(CLOSES, [sold()], 2))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000, closed'])
  expect(await adjustments(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000'])
})

test('a day is closed by a file that does not speak of it, even an empty one', async () => {
  const db = await fresh()
  await take(db, file(OPEN, [sold(), sold({ shop: 'london' })], 1), file(CLOSES, [], 2))
  expect(await days(db)).toEqual(['london 2026-03-10: 1 receipts, 1000, closed', 'utc 2026-03-10: 1 receipts, 1000, closed'])
})

test('days close one after the other, and shops by their own clocks', async () => {
  const db = await fresh()
  const at = '2026-03-10T12:00:00Z'
  await take(db, file(OPEN, [sold({ shop: 'kolkata', at }), sold({ shop: 'chicago', at }), sold({ at: '2026-03-09T12:00:00Z' })], 1), file('2026-03-13T23:00:00Z', [], 2))
  expect(await days(db)).toEqual(['chicago 2026-03-10: 1 receipts, 1000', 'kolkata 2026-03-10: 1 receipts, 1000, closed', 'utc 2026-03-09: 1 receipts, 1000, closed'])
})

test.each([
  ['the clocks go forward after it', 'london', '2026-03-27T12:00:00Z', '2026-03-31T04:00:00Z'],
  ['it is an hour long', 'chicago', '2026-10-31T12:00:00Z', '2026-11-04T10:00:00Z'],
])('a day closes 72 hours after it ended, though %s', async (_name, shop, at, closes) => {
  const db = await fresh()
  const line = sold({ shop, at })
  const second = new Date(Date.parse(closes) - 1000).toISOString()
  await take(db, file(at, [line], 1), file(second, [], 2))
  expect((await tables(db)).days).toMatchObject([{ closed: false }])
  await take(db, file(closes, [], 3))
  expect((await tables(db)).days).toMatchObject([{ closed: true }])
})

test('the watermark never goes back: a file that turns up later opens no day', async () => {
  const db = await fresh()
  const folder = folderWith([file(LATER, [], 9)])
  await run(db, folder)
  put(folder, [file(OPEN, [sold()], 1)])
  await run(db, folder)
  expect(await days(db)).toEqual([])
  expect(await adjustments(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000'])
})

test('a late correction leaves the closed row and adjusts by the difference', async () => {
  const db = await fresh()
  const [one, two] = revisions({}, { amount_minor: 700 })
  await take(db, file(OPEN, [one ?? ''], 1), file(LATER, [two ?? ''], 2))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000, closed'])
  expect(await adjustments(db)).toEqual(['utc 2026-03-10: 0 receipts, -300'])
})

test('what a file changes about a closed day is one row, and the next file has its own', async () => {
  const db = await fresh()
  await take(db, file(LATER, [sold(), sold({ amount_minor: 5 })], 1), file(LATER, [sold({ amount_minor: 7 })], 2))
  expect(await adjustments(db)).toEqual(['utc 2026-03-10: 2 receipts, 1005', 'utc 2026-03-10: 1 receipts, 7'])
})

test('a file whose changes to a closed day cancel out makes no adjustment', async () => {
  const db = await fresh()
  await take(db, file(LATER, [...revisions({}, { voided: true }), sold({ voided: true }), ...revisions({}, { at: '2026-03-19T12:00:00Z' })]))
  expect(await adjustments(db)).toEqual([])
  expect(await days(db)).toEqual(['utc 2026-03-19: 1 receipts, 1000'])
})

test('a late duplicate and a late superseded line adjust nothing', async () => {
  const db = await fresh()
  const [one, two] = revisions({}, { amount_minor: 700 })
  await take(db, file(OPEN, [two ?? ''], 1), file(LATER, [one ?? '', two ?? ''], 2))
  expect(await adjustments(db)).toEqual([])
})

test('a correction that moves a receipt from a closed day to an open one adjusts the one and changes the other', async () => {
  const db = await fresh()
  const [one, two] = revisions({}, { at: '2026-03-19T12:00:00Z' })
  await take(db, file(OPEN, [one ?? ''], 1), file(LATER, [two ?? ''], 2))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000, closed', 'utc 2026-03-19: 1 receipts, 1000'])
  expect(await adjustments(db)).toEqual(['utc 2026-03-10: -1 receipts, -1000'])
})

test('a correction that moves a receipt from an open day to a closed one does the reverse', async () => {
  const db = await fresh()
  const [one, two] = revisions({ at: '2026-03-19T12:00:00Z' }, { amount_minor: 900 })
  await take(db, file(LATER, [one ?? '', two ?? ''], 1), file(LATER, [{ ...two, revision: 3, at: '2026-03-10T12:00:00Z' }], 2))
  expect(await days(db)).toEqual([])
  expect(await adjustments(db)).toEqual(['utc 2026-03-10: 1 receipts, 900'])
})

test('a row and its adjustments together are what counts', async () => {
  const db = await fresh()
  const chain = revisions({}, { amount_minor: 700 }, { voided: true }, { amount_minor: 50 })
  await take(db, file(OPEN, [chain[0] ?? '', sold()], 1), ...chain.slice(1).map((line, i) => file(LATER, [line], i + 2)))
  expect(await days(db)).toEqual(['utc 2026-03-10: 2 receipts, 2000, closed'])
  expect(await adjustments(db)).toEqual(['utc 2026-03-10: 0 receipts, -300', 'utc 2026-03-10: -1 receipts, -700', 'utc 2026-03-10: 1 receipts, 50'])
})
