import { expect, test } from 'vitest'
import { days, file, fresh, sold, take } from './support.ts'

test.each([
  ['before four it is still yesterday', 'utc', '2026-03-10T03:59:59.999Z', '2026-03-09'],
  ['at four the day begins', 'utc', '2026-03-10T04:00:00Z', '2026-03-10'],
  ['after midnight it is still the same day', 'utc', '2026-03-11T00:30:00Z', '2026-03-10'],
  ['west of Greenwich it begins later', 'chicago', '2026-02-10T04:30:00-05:00', '2026-02-09'],
  ['a zone of half an hour, at four', 'kolkata', '2026-03-09T22:30:00Z', '2026-03-10'],
])('%s', async (_name, shop, at, day) => {
  const db = await fresh()
  await take(db, file(new Date(Date.parse(at) + 60_000).toISOString(), [sold({ shop, at })]))
  expect((await days(db)).map((d) => d.slice(0, d.indexOf(':')))).toEqual([`${shop} ${day}`])
})

// On these mornings four hours by the clock are three or five hours of time.
test.each([
  ['London, clocks forward: at four', 'london', '2026-03-29T03:00:00Z', '2026-03-29'],
  ['London, clocks forward: half an hour past four', 'london', '2026-03-29T03:30:00Z', '2026-03-29'],
  ['London, clocks back: half past three', 'london', '2026-10-25T03:30:00Z', '2026-10-24'],
  ['Chicago, clocks forward: half past four', 'chicago', '2026-03-08T09:30:00Z', '2026-03-08'],
  ['Chicago, clocks back: half past three', 'chicago', '2026-11-01T09:30:00Z', '2026-10-31'],
  ['Hobart, clocks forward in October: half past four', 'hobart', '2026-10-03T17:30:00Z', '2026-10-04'],
])('%s', async (_name, shop, at, day) => {
  const db = await fresh()
  await take(db, file(new Date(Date.parse(at) + 60_000).toISOString(), [sold({ shop, at })]))
  expect((await days(db)).map((d) => d.slice(0, d.indexOf(':')))).toEqual([`${shop} ${day}`])
})
