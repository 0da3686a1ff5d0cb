import { screen } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { allRows, button, cellsOf, filter, grid, headers, ids, isDisabled, number, order, rows, search, shownPage, textOf } from './support.ts'

test('the page is found by its roles and names', async () => {
  await shownPage()
  expect(screen.getByRole('heading', { level: 1, name: 'Repair tickets' })).toBeTruthy()
  expect([search().value, filter().tagName]).toEqual(['', 'SELECT'])
  expect([...filter().options].map((o) => o.textContent?.trim())).toEqual(['All', 'Open', 'In repair', 'Done'])
  expect([isDisabled(button('Previous page')), isDisabled(button('Next page'))]).toEqual([true, false])
})

test('the grid has a header and 25 rows of eight cells, the latest first', async () => {
  await shownPage()
  expect(ids()).toEqual(Array.from({ length: 25 }, (_, i) => `T-${1240 - i}`))
  expect(allRows().map((r) => cellsOf(r).length)).toEqual(Array(26).fill(8))
})

test('the columns are in the order of the task', async () => {
  await shownPage()
  const wanted = ['Ticket', 'Bike', 'Station', 'Problem', 'Priority', 'Status', 'Reported']
  const names = headers().slice(1).map((h) => (h.textContent ?? '').trim())
  expect(names.map((name, i) => name.startsWith(wanted[i] ?? '-'))).toEqual(Array(7).fill(true))
  expect(headers().every((h) => h.getAttribute('role') === 'columnheader' || h.tagName === 'TH')).toBe(true)
})

test('every row says what the API said', async () => {
  const { api } = await shownPage()
  const words = { 1: 'Urgent', 2: 'Normal', 3: 'Low', open: 'Open', in_repair: 'In repair', done: 'Done' }
  const shown = rows().map((r) => [2, 3, 4, 5, 6].map((c) => textOf(r, c)))
  const wanted = ids().map((id) => api.tickets().find((t) => t.id === id)).map((t) => (t ? [t.bike, t.station, t.problem, words[t.priority], words[t.status]] : []))
  expect(shown).toEqual(wanted)
})

test('when a ticket was reported is a time that machines can read', async () => {
  const { api } = await shownPage()
  const times = rows().map((r) => cellsOf(r)[7]?.querySelector('time'))
  expect(times.map((t) => new Date(t?.dateTime ?? 0).toISOString())).toEqual(ids().map((id) => api.tickets().find((t) => t.id === id)?.reported_at))
  expect(times.every((t) => (t?.textContent ?? '').trim().length > 3 && !/T\d\d:/.test(t?.textContent ?? ''))).toBe(true)
})

test('text that riders wrote is text', async () => {
  await shownPage('/?q=%3Cimg')
  expect(rows().length).toBeGreaterThan(3)
  expect(grid().querySelectorAll('img, b')).toHaveLength(0)
  expect(textOf(rows()[0], 4)).toContain('<img src=x onerror="document.title=1">')
})

test('rows count through all pages', async () => {
  await shownPage('/?page=10')
  expect(grid().getAttribute('aria-rowcount')).toBe('241')
  expect(allRows().map((r) => Number(r.getAttribute('aria-rowindex')))).toEqual([1, ...Array.from({ length: 15 }, (_, i) => 227 + i)])
})

test('as a start the order is by the time reported, descending, and no other header says an order', async () => {
  await shownPage()
  expect(headers().map((h) => h.getAttribute('aria-sort') ?? 'none')).toEqual([...Array(7).fill('none'), 'descending'])
})

test('each column that can be sorted has a button named as it is', async () => {
  await shownPage()
  const names = ['', 'Ticket', 'Bike', 'Station', '', 'Priority', 'Status', 'Reported']
  for (const [i, name] of names.entries()) if (name) expect(order(name).closest('th, [role=columnheader]')).toBe(headers()[i])
})

test('every box says which ticket it selects', async () => {
  await shownPage('/?sort=id')
  const named = screen.getAllByRole('checkbox', { name: /^Select ticket T-10\d\d$/, hidden: true })
  expect(named.map((b) => rows().findIndex((r) => r.contains(b)))).toEqual(Array.from({ length: 25 }, (_, i) => i))
  expect(screen.getByRole('checkbox', { name: 'Select ticket T-1007', hidden: true }).closest('tr, [role=row]')).toBe(rows()[6])
  expect(ids().map(number)).toEqual(Array.from({ length: 25 }, (_, i) => 1001 + i))
})
