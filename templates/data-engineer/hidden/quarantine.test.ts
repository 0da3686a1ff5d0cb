import { expect, test } from 'vitest'
import { LATER, OPEN, days, file, fresh, quality, reasons, sold, tables, take } from './support.ts'

const line = (fields: object) => JSON.stringify(sold(fields))

test.each([
  ['what is no object', 'not_json', null, ['{"receipt":"a1","revi', '[]', '17', '"receipt"', 'null']],
  ['a receipt that is not one', 'bad_field', 'receipt', [undefined, '', 'a'.repeat(65), 'a b', 7, null].map((receipt) => line({ receipt }))],
  ['a receipt with a character at its end that is not seen', 'bad_field', 'receipt', [line({ receipt: 'a\n' }), line({ receipt: 'a\0' })]],
  ['a revision that is not one', 'bad_field', 'revision', [undefined, null, '1', 1.5, 0, -1, 1001].map((revision) => line({ revision }))],
  ['a shop that is not a word', 'bad_field', 'shop', [undefined, null, 3, ''].map((shop) => line({ shop }))],
  ['a time that is none', 'bad_field', 'at', [undefined, null, Date.parse(OPEN), '', 'noon', '10.03.2026 12:00', '2026-03-10T25:00:00Z'].map((at) => line({ at }))],
  ['a time without an offset', 'bad_field', 'at', ['2026-03-10T12:00:00', '2026-03-10'].map((at) => line({ at }))],
  ['a day that does not exist', 'bad_field', 'at', ['2026-02-30T12:00:00Z', '2025-02-29T12:00:00+01:00'].map((at) => line({ at }))],
  ['a time before 2000', 'bad_field', 'at', ['1999-12-30T12:00:00Z', '0000-01-01T00:00:00Z'].map((at) => line({ at }))],
  ['an amount that is not one', 'bad_field', 'amount_minor', [...[undefined, null, '1000', 10.5, 100_000_001, -100_000_001].map((amount_minor) => line({ amount_minor })), line({}).replace('1000', '1e999')]],
  ['a void that is neither', 'bad_field', 'voided', ['no', 0, null].map((voided) => line({ voided }))],
  ['a shop that nobody knows', 'unknown_shop', null, ['atlantis', 'UTC', 'constructor'].map((shop) => line({ shop }))],
  ['a time more than five minutes ahead', 'from_future', null, ['2026-03-11T06:05:00.001Z', '2026-03-11T08:00:00+01:00'].map((at) => line({ at }))],
  ['of two wrong fields the first', 'bad_field', 'revision', [line({ amount_minor: 'x', revision: 0 }), line({ voided: 1, revision: '', at: '' })]],
  ['a field before a shop that nobody knows', 'bad_field', 'voided', [line({ shop: 'atlantis', voided: 1 })]],
  ['an unknown shop before the future', 'unknown_shop', null, [line({ shop: 'atlantis', at: LATER })]],
])('%s is kept apart with its reason, and the line after it counts', async (_name, reason, field, bad) => {
  const db = await fresh()
  const { name, text } = file(OPEN, [...bad, sold()])
  await take(db, { name, text })
  expect((await tables(db)).quarantine).toEqual(bad.map((raw, i) => ({ file: name, line: i + 1, reason, field, raw })))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000'])
})

test('a line with a character that the database can’t keep does not stop its file', async () => {
  const db = await fresh()
  await take(db, file(OPEN, ['{"receipt":"a\0', sold()]))
  expect(await reasons(db)).toEqual([[1, 'not_json', null]])
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000'])
})

test('what is only just right is accepted', async () => {
  const db = await fresh()
  await take(db, file(OPEN, [{ at: '2026-03-11T06:05:00Z' }, { receipt: 'AZaz09._:-'.repeat(6) }, { amount_minor: 100_000_000 }, { amount_minor: -100_000_000 }, { revision: 1000 }, { at: '2024-02-29T12:00:00Z' }].map((fields) => sold(fields))))
  expect(await quality(db)).toEqual([{ lines: 6, accepted: 6, superseded: 0, duplicates: 0, quarantined: 0 }])
})

test('fields that nobody named are ignored, whatever is in them', async () => {
  const db = await fresh()
  await take(db, file(OPEN, [sold({ till: 4, note: 'Crumbs \0 and 🥐', reason: 'x', constructor: {} })]))
  expect(await quality(db)).toEqual([{ lines: 1, accepted: 1, superseded: 0, duplicates: 0, quarantined: 0 }])
})

test('the same revision with another amount, shop, time or void is a conflict, and the first stays', async () => {
  const db = await fresh()
  const first = sold()
  const others = [{ amount_minor: 1 }, { shop: 'london' }, { at: '2026-03-10T12:00:00.001Z' }, { voided: true }]
  await take(db, file(OPEN, [first], 1), file(OPEN, others.map((change) => ({ ...first, ...change })), 2))
  expect(await reasons(db)).toEqual(others.map((_, i) => [i + 1, 'conflict', null]))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000'])
})

test('a line that was not accepted is in conflict with none', async () => {
  const db = await fresh()
  const right = sold()
  await take(db, file(OPEN, [{ ...right, amount_minor: '1000' }, { ...right, shop: 'atlantis' }, right]))
  expect((await reasons(db)).map(([, reason]) => reason)).toEqual(['bad_field', 'unknown_shop'])
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000'])
})

test('lines of white space count for the numbers of lines, and as nothing else', async () => {
  const db = await fresh()
  await take(db, { ...file(OPEN, []), text: `\n  \n${line({})}\r\n\t\nx\n\n${line({})}` })
  expect(await reasons(db)).toEqual([[5, 'not_json', null]])
  expect(await quality(db)).toEqual([{ lines: 3, accepted: 2, superseded: 0, duplicates: 0, quarantined: 1 }])
})

test('every line of a file is exactly one thing', async () => {
  const db = await fresh()
  const once = sold()
  await take(db, file(OPEN, [{ ...once, revision: 2 }, once, once, { ...once, amount_minor: 3 }, 'x', sold()]), file(OPEN, [], 2))
  expect(await quality(db)).toEqual([
    { lines: 6, accepted: 2, superseded: 1, duplicates: 1, quarantined: 2 },
    { lines: 0, accepted: 0, superseded: 0, duplicates: 0, quarantined: 0 },
  ])
})
