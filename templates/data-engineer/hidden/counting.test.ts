import { expect, test } from 'vitest'
import { OPEN, days, file, fresh, quality, reasons, revisions, sold, take } from './support.ts'

test('receipts of one day and shop are counted and summed, returns too', async () => {
  const db = await fresh()
  await take(db, file(OPEN, [sold(), sold({ amount_minor: 250 }), sold({ amount_minor: -300 }), sold({ amount_minor: 0 })]))
  expect(await days(db)).toEqual(['utc 2026-03-10: 4 receipts, 950'])
})

test('sums may be larger than 32 bits', async () => {
  const db = await fresh()
  await take(db, file(OPEN, Array.from({ length: 40 }, () => sold({ amount_minor: 100_000_000 }))))
  expect((await db.query<{ sum: string }>('select takings_minor::text as sum from daily_takings where receipts <> 0')).rows).toEqual([{ sum: '4000000000' }])
})

test('the same line twice in a file counts once', async () => {
  const db = await fresh()
  const line = sold()
  await take(db, file(OPEN, [line, sold(), line]))
  expect(await days(db)).toEqual(['utc 2026-03-10: 2 receipts, 2000'])
  expect(await quality(db)).toEqual([{ lines: 3, accepted: 2, superseded: 0, duplicates: 1, quarantined: 0 }])
})

test('the same line in another file counts once', async () => {
  const db = await fresh()
  const line = sold()
  await take(db, file(OPEN, [line], 1), file(OPEN, [line, line], 2))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000'])
  expect((await quality(db))[1]).toEqual({ lines: 2, accepted: 0, superseded: 0, duplicates: 2, quarantined: 0 })
})

test('a line that says the same in other words is a duplicate', async () => {
  const db = await fresh()
  const line = sold({ at: '2026-03-10T12:00:00Z' })
  await take(db, file(OPEN, [line, { ...line, at: '2026-03-10T13:00:00+01:00' }, { ...line, voided: false }, { ...line, at: '2026-03-10T12:00:00.000Z', till: 7 }, JSON.stringify(line).replace('1000', '1.0e3')]))
  expect(await quality(db)).toEqual([{ lines: 5, accepted: 1, superseded: 0, duplicates: 4, quarantined: 0 }])
})

test('a higher revision replaces a lower one', async () => {
  const db = await fresh()
  await take(db, file(OPEN, revisions({}, { amount_minor: 700 }), 1))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 700'])
  expect(await quality(db)).toEqual([{ lines: 2, accepted: 2, superseded: 0, duplicates: 0, quarantined: 0 }])
})

test('a lower revision that comes after a higher one changes nothing', async () => {
  const db = await fresh()
  const [one, two] = revisions({}, { amount_minor: 700 })
  await take(db, file(OPEN, [two ?? ''], 1), file(OPEN, [one ?? ''], 2))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 700'])
  expect((await quality(db))[1]).toEqual({ lines: 1, accepted: 0, superseded: 1, duplicates: 0, quarantined: 0 })
})

test('revisions may be left out', async () => {
  const db = await fresh()
  const line = sold()
  await take(db, file(OPEN, [{ ...line, revision: 7, amount_minor: 70 }, { ...line, revision: 1000, amount_minor: 80 }, { ...line, revision: 999, amount_minor: 90 }]))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 80'])
})

test('all orders of three revisions give the same figures', async () => {
  const three = revisions({}, { amount_minor: 700, shop: 'kolkata' }, { amount_minor: 500, at: '2026-03-09T12:00:00Z' })
  for (const order of [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]) {
    const db = await fresh()
    await take(db, ...order.map((which, i) => file(OPEN, [three[which] ?? ''], i + 1)))
    expect(await days(db)).toEqual(['utc 2026-03-09: 1 receipts, 500'])
  }
})

test('a correction of the time moves a receipt to another day', async () => {
  const db = await fresh()
  await take(db, file(OPEN, [sold(), ...revisions({}, { at: '2026-03-09T12:00:00Z' })]))
  expect(await days(db)).toEqual(['utc 2026-03-09: 1 receipts, 1000', 'utc 2026-03-10: 1 receipts, 1000'])
})

test('a voided receipt counts nowhere', async () => {
  const db = await fresh()
  await take(db, file(OPEN, [sold(), ...revisions({}, { voided: true }), sold({ voided: true })]))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 1000'])
  expect(await quality(db)).toEqual([{ lines: 4, accepted: 4, superseded: 0, duplicates: 0, quarantined: 0 }])
})

test('a void that comes before its receipt still voids it', async () => {
  const db = await fresh()
  const [one, two] = revisions({}, { voided: true })
  await take(db, file(OPEN, [two ?? ''], 1), file(OPEN, [one ?? ''], 2))
  expect(await days(db)).toEqual([])
})

test('a voided receipt comes back with a higher revision that is not voided', async () => {
  const db = await fresh()
  await take(db, file(OPEN, revisions({}, { voided: true }, { amount_minor: 600 })))
  expect(await days(db)).toEqual(['utc 2026-03-10: 1 receipts, 600'])
})

test('a superseded line is remembered: again it is a duplicate, and otherwise a conflict', async () => {
  const db = await fresh()
  const [one, two] = revisions({}, { amount_minor: 700 })
  await take(db, file(OPEN, [two ?? '', one ?? '', one ?? '', { ...one, amount_minor: 1 }]))
  expect(await quality(db)).toEqual([{ lines: 4, accepted: 1, superseded: 1, duplicates: 1, quarantined: 1 }])
  expect(await reasons(db)).toEqual([[4, 'conflict', null]])
})
