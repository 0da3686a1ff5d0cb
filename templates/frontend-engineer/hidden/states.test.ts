import { screen, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { at, box, busy503, button, buttons, door, filter, findAlert, findButton, gets, grid, headers, ids, isBusy, openPage, order, pause, rows, said, says, search, shownPage, textOf, turn, until } from './support.ts'

const settled = () => until(() => expect(isBusy()).toBe(false))
const noAlert = () => until(() => expect(screen.queryByRole('alert')?.textContent ?? '').toBe(''))

test('while the first rows are awaited the grid is there and busy', async () => {
  const wait = door()
  await openPage('/', { before: () => wait.opened })
  await until(() => expect(isBusy()).toBe(true))
  expect(headers()).toHaveLength(8)
  expect([screen.queryByText('No tickets match'), screen.queryByRole('alert')]).toEqual([null, null])
  wait.open()
  await says(/240 tickets, page 1 of 10/)
  await settled()
})

test('the grid is busy while other rows are awaited', async () => {
  let wait = door()
  wait.open()
  const { user } = await shownPage('/', { before: () => wait.opened })
  await settled()
  wait = door()
  await user.click(button('Next page'))
  await until(() => expect(isBusy()).toBe(true))
  wait.open()
  await says(/page 2 of 10/)
  await settled()
})

test('nothing found is said and shown, and the filters can be cleared', async () => {
  const { user, asked } = await shownPage('/?q=submarine&status=open&sort=bike')
  await says(/No tickets match/)
  expect([rows().filter((r) => /T-\d/.test(r.textContent ?? '')), grid().getAttribute('aria-rowcount')]).toEqual([[], '1'])
  await user.click(button('Clear filters'))
  await says(/240 tickets, page 1 of 10/)
  expect([location.search, search().value, filter().selectedIndex, asked.length]).toEqual(['?sort=bike', '', 0, 2])
  expect(buttons('Clear filters')).toEqual([])
})

test.each([
  ['503', () => busy503()],
  ['a proxy’s page with status 200', () => new Response('<!doctype html><h1>Sign in to the wireless network</h1>', { status: 200, headers: { 'content-type': 'text/html' } })],
  ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
])('%s at the start is said, and can be tried again', async (_name, fail) => {
  let fails = true
  const { user, asked } = await openPage('/', { before: () => (fails ? fail() : undefined) })
  const alert = await findAlert()
  expect((alert.textContent ?? '').length).toBeGreaterThan(15)
  await settled()
  expect(screen.queryByText('No tickets match')).toBeNull()
  fails = false
  await user.click(within(alert).getByRole('button', { name: 'Try again' }))
  await says(/240 tickets, page 1 of 10/)
  await noAlert()
  expect([rows().length, asked.length]).toEqual([25, 2])
})

test('the page does not try again by itself', async () => {
  const { asked } = await openPage('/', { before: () => busy503() })
  await findButton('Try again')
  await pause(150)
  expect(asked).toHaveLength(1)
})

test('a failure keeps what was asked, and trying again asks it again', async () => {
  let fails = true
  const { user, asked } = await shownPage('/', { before: ({ query }) => (query.status && fails ? busy503() : undefined) })
  await user.selectOptions(filter(), 'Done')
  const again = await findButton('Try again')
  expect([location.search, filter().selectedOptions[0]?.textContent?.trim()]).toEqual(['?status=done', 'Done'])
  fails = false
  await user.click(again)
  await until(() => expect(rows().every((r) => textOf(r, 6) === 'Done')).toBe(true))
  expect(gets(asked).slice(1).map((a) => a.query.status)).toEqual(['done', 'done'])
})

test('a failure goes when another question is answered', async () => {
  const { user } = await shownPage('/', { before: ({ query }) => (query.status === 'done' ? busy503() : undefined) })
  await user.selectOptions(filter(), 'Done')
  await findButton('Try again')
  await user.selectOptions(filter(), 'Open')
  await until(() => expect(rows().every((r) => textOf(r, 6) === 'Open')).toBe(true))
  await noAlert()
})

test('what is said, is said by one element from the beginning', async () => {
  const wait = door()
  const { user } = await openPage('/', { before: () => wait.opened })
  await until(() => expect(screen.queryByRole('status')).not.toBeNull())
  const element = screen.getByRole('status')
  wait.open()
  await says(/240 tickets, page 1 of 10/)
  await turn(user, 2)
  await user.click(box(0))
  await says(/\b1 selected/)
  expect(screen.getByRole('status')).toBe(element)
  expect(element.getAttribute('aria-live')).not.toBe('off')
})

test('an old answer that comes late is not shown', async () => {
  const slow = door()
  const { user } = await shownPage('/', { before: ({ query }) => (query.status === 'done' ? slow.opened : undefined) })
  await user.selectOptions(filter(), 'Done')
  await user.selectOptions(filter(), 'Open')
  await until(() => expect(rows().every((r) => textOf(r, 6) === 'Open')).toBe(true))
  const shown = [ids(), said()]
  slow.open()
  await pause(50)
  expect([ids(), said()]).toEqual(shown)
})

test('an old answer that comes late is not shown on a network that hears no signal', async () => {
  const slow = door()
  const { user } = await shownPage('/', { deaf: true, before: ({ query }) => (query.status === 'done' ? slow.opened : undefined) })
  await user.selectOptions(filter(), 'Done')
  await user.selectOptions(filter(), 'Open')
  await until(() => expect(rows().every((r) => textOf(r, 6) === 'Open')).toBe(true))
  const shown = [ids(), said()]
  slow.open()
  await pause(50)
  expect([ids(), said(), isBusy()]).toEqual([...shown, false])
})

test('an old failure that comes late is not shown', async () => {
  const slow = door()
  const { user } = await shownPage('/', { deaf: true, before: ({ query }) => (query.status === 'done' ? slow.opened.then(busy503) : undefined) })
  await user.selectOptions(filter(), 'Done')
  await user.selectOptions(filter(), 'Open')
  await until(() => expect(rows().every((r) => textOf(r, 6) === 'Open')).toBe(true))
  slow.open()
  await pause(50)
  await noAlert()
})

test('while a newer question is open an old answer does not end the waiting', async () => {
  const [first, second] = [door(), door()]
  const { user } = await shownPage('/', { deaf: true, before: ({ query }) => (query.status === 'done' ? first.opened : query.status === 'open' ? second.opened : undefined) })
  await user.selectOptions(filter(), 'Done')
  await user.selectOptions(filter(), 'Open')
  first.open()
  await pause(50)
  expect(isBusy()).toBe(true)
  second.open()
  await until(() => expect(rows().every((r) => textOf(r, 6) === 'Open')).toBe(true))
  await settled()
})

test('the question before is aborted, and that is no failure', async () => {
  const slow = door()
  const { user, asked } = await shownPage('/', { before: ({ query }) => (query.sort === 'bike' ? slow.opened : undefined) })
  await user.click(order('Bike'))
  await until(() => expect(asked).toHaveLength(2))
  expect(asked[1]?.signal?.aborted).toBe(false)
  await user.click(order('Station'))
  await until(() => expect(asked[1]?.signal?.aborted).toBe(true))
  await settled()
  await noAlert()
  expect(asked.at(-1)?.signal?.aborted).toBe(false)
})

test('Back aborts what was asked too', async () => {
  const slow = door()
  const { user, asked } = await shownPage('/', { before: ({ query }) => (query.page === '2' ? slow.opened : undefined) })
  await user.click(button('Next page'))
  await until(() => expect(asked).toHaveLength(2))
  history.back()
  await until(() => expect(asked[1]?.signal?.aborted).toBe(true))
  await says(/page 1 of 10/)
  expect(ids()[0]).toBe('T-1240')
})

test('taking the page away aborts what is under way and leaves nothing', async () => {
  const { asked, root, unmount } = await openPage('/', { before: () => door().opened })
  await until(() => expect(asked).toHaveLength(1))
  unmount()
  expect([asked[0]?.signal?.aborted, root.childNodes.length]).toEqual([true, 0])
})

test('a page that was taken away asks nothing more', async () => {
  const { asked, user, unmount } = await shownPage('/?page=2')
  await user.type(search(), 'bell')
  unmount()
  history.pushState(null, '', '/?page=3')
  window.dispatchEvent(new PopStateEvent('popstate', { state: null }))
  await pause(700)
  expect(asked).toHaveLength(1)
})

test('a page can be shown again after it was taken away', async () => {
  const { unmount } = await shownPage('/?page=2')
  unmount()
  await shownPage('/?page=3')
  expect([ids().length, at()]).toEqual([25, null])
})
