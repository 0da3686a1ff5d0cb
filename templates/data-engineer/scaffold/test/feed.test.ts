import { expect, test } from 'vitest'
import { makeFeed } from '../src/feed.ts'
import { deliveriesIn } from '../src/inbox.ts'
import { folderOf, freshDb } from './support.ts'

test('the same seed gives the same feed', () => {
  expect(makeFeed({ seed: 7 })).toEqual(makeFeed({ seed: 7 }))
  expect(makeFeed({ seed: 7 })).not.toEqual(makeFeed({ seed: 8 }))
})

test('deliveries are found in order of name, and other files are left alone', async () => {
  const folder = await folderOf(['20260311T000000Z-0002.ndjson', 'notes.txt', '20260310T060000Z-0001.ndjson', '20260312T000000Z-0003.ndjson.tmp'].map((name) => ({ name, text: '' })))
  expect((await deliveriesIn(folder)).map((d) => [d.name, d.deliveredAt.toISOString()])).toEqual([
    ['20260310T060000Z-0001.ndjson', '2026-03-10T06:00:00.000Z'],
    ['20260311T000000Z-0002.ndjson', '2026-03-11T00:00:00.000Z'],
  ])
})

test('the database knows the shops and the zones they are in', async () => {
  const db = await freshDb()
  const { rows } = await db.query(`select id, (timestamptz '2026-07-01T12:00:00Z' at time zone time_zone)::text as noon from shops where id = 'adelaide'`)
  expect(rows).toEqual([{ id: 'adelaide', noon: '2026-07-01 21:30:00' }])
})
