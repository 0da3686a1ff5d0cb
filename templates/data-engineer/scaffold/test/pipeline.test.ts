import { expect, test } from 'vitest'
import { run } from '../src/pipeline.ts'
import { delivery, folderOf, freshDb, receipt, takings } from './support.ts'

// These tests describe the task. They run and fail today; make them pass, then write your own.

test('receipts count on the day of their shop', async () => {
  const db = await freshDb()
  const folder = await folderOf([delivery('2026-03-11T06:00:00Z', [receipt(), receipt({ amount_minor: 250 }), receipt({ at: '2026-03-11T03:30:00Z' })])])
  await run(db, folder)
  expect(await takings(db)).toEqual([{ shop_id: 'lisbon', day: '2026-03-10', receipts: 3, takings_minor: 2250, closed: false }])
})

test('running again changes nothing', async () => {
  const db = await freshDb()
  const folder = await folderOf([delivery('2026-03-11T06:00:00Z', [receipt()])])
  expect((await run(db, folder)).files).toEqual(['20260311T060000Z-0001.ndjson'])
  expect((await run(db, folder)).files).toEqual([])
  expect(await takings(db)).toMatchObject([{ receipts: 1, takings_minor: 1000 }])
})

test('of the revisions of a receipt the highest counts, whatever came first', async () => {
  const db = await freshDb()
  const sold = receipt()
  await run(db, await folderOf([delivery('2026-03-11T06:00:00Z', [{ ...sold, revision: 2, amount_minor: 900 }, sold])]))
  expect(await takings(db)).toMatchObject([{ receipts: 1, takings_minor: 900 }])
})

test('what comes after a day is closed is an adjustment', async () => {
  const db = await freshDb()
  await run(db, await folderOf([delivery('2026-03-11T06:00:00Z', [receipt()], 1), delivery('2026-03-14T04:00:00Z', [receipt({ amount_minor: 500 })], 2)]))
  expect(await takings(db)).toMatchObject([{ day: '2026-03-10', receipts: 1, takings_minor: 1000, closed: true }])
  expect((await db.query('select day::text, receipts, takings_minor::int from adjustments')).rows).toEqual([{ day: '2026-03-10', receipts: 1, takings_minor: 500 }])
})

test('a line that can’t be read is kept apart, and the rest of its file counts', async () => {
  const db = await freshDb()
  await run(db, await folderOf([delivery('2026-03-11T06:00:00Z', ['{"receipt":"x', receipt({ amount_minor: '1000' }), receipt()])]))
  expect((await db.query('select line, reason, field from quarantine order by line')).rows).toEqual([{ line: 1, reason: 'not_json', field: null }, { line: 2, reason: 'bad_field', field: 'amount_minor' }])
  expect(await takings(db)).toMatchObject([{ receipts: 1, takings_minor: 1000 }])
})
