import { screen } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { box, boxAll, busy503, button, buttons, door, filter, findAlert, findButton, gets, grid, ids, isBusy, isDisabled, isMixed, isOn, order, pause, posts, rows, said, says, search, selectedIds, shownPage, turn, until } from './support.ts'

const settled = () => until(() => expect(isBusy()).toBe(false))
const closers = () => buttons(/^Close \d/).filter((b) => !isDisabled(b))
const alertText = async () => (await findAlert()).textContent ?? ''

/** Selects whole pages, from the first on. */
async function selectPages(user: Awaited<ReturnType<typeof shownPage>>['user'], pages: number) {
  for (let page = 1; page <= pages; page++) {
    await settled()
    await user.click(boxAll())
    await says(new RegExp(`\\b${page * 25} selected`))
    if (page < pages) await turn(user, page + 1)
  }
}

test('a box selects its row, and everything says so', async () => {
  const { user } = await shownPage()
  expect(closers()).toEqual([])
  await user.click(box(2))
  await says(/\b1 selected/)
  expect([isOn(box(2)), isMixed(boxAll()), isOn(boxAll())]).toEqual([true, true, false])
  expect(rows().map((r) => r.getAttribute('aria-selected'))).toEqual(Array.from({ length: 25 }, (_, i) => String(i === 2)))
  expect(isDisabled(button('Close 1 ticket'))).toBe(false)
})

test('a box clears again', async () => {
  const { user } = await shownPage()
  await user.click(box(2))
  await user.click(box(4))
  await says(/\b2 selected/)
  await user.click(box(2))
  await says(/\b1 selected/)
  expect(selectedIds()).toEqual([ids()[4]])
})

test('the box in the header, mixed before, selects the page and then clears it', async () => {
  const { user } = await shownPage()
  await user.click(box(7))
  await user.click(boxAll())
  await says(/\b25 selected/)
  expect([selectedIds().length, isMixed(boxAll()), isOn(boxAll())]).toEqual([25, false, true])
  await user.click(boxAll())
  await until(() => expect(selectedIds()).toEqual([]))
  expect(closers()).toEqual([])
})

test('a selection outlives pages and orders', async () => {
  const { user } = await shownPage()
  await user.click(box(0))
  await user.click(box(1))
  const chosen = selectedIds()
  await turn(user, 2)
  await settled()
  expect([selectedIds(), isOn(boxAll()), isMixed(boxAll())]).toEqual([[], false, false])
  await user.click(box(5))
  await says(/\b3 selected/)
  await user.click(order('Ticket'))
  await until(() => expect(ids()[0]).toBe('T-1001'))
  await user.click(order('Ticket'))
  await until(() => expect(ids()[0]).toBe('T-1240'))
  expect([selectedIds(), isDisabled(button('Close 3 tickets'))]).toEqual([chosen, false])
})

test.each([
  ['status', async (user: Awaited<ReturnType<typeof shownPage>>['user']) => user.selectOptions(filter(), 'Open')],
  ['search', async (user: Awaited<ReturnType<typeof shownPage>>['user']) => user.type(search(), 'e')],
])('another %s drops the selection', async (_name, change) => {
  const { user } = await shownPage()
  await user.click(boxAll())
  await change(user)
  await until(() => expect(location.search).not.toBe(''))
  await until(() => expect([selectedIds(), closers()]).toEqual([[], []]))
})

test('Back to another filter drops the selection', async () => {
  const { user } = await shownPage('/')
  await user.selectOptions(filter(), 'Open')
  await until(() => expect(location.search).toBe('?status=open'))
  await settled()
  await user.click(box(0))
  history.back()
  await says(/240 tickets/)
  await until(() => expect(closers()).toEqual([]))
})

test('“Clear selection” clears it on all pages', async () => {
  const { user } = await shownPage()
  await selectPages(user, 2)
  await user.click(button('Clear selection'))
  await until(() => expect(closers()).toEqual([]))
  await turn(user, 1, 'Previous page')
  expect(selectedIds()).toEqual([])
})

test('selected tickets are closed in one request, and the rows asked for again', async () => {
  const { user, asked, api } = await shownPage('/?status=open&sort=id')
  const chosen = ids().slice(0, 3)
  for (const n of [0, 1, 2]) await user.click(box(n))
  await user.click(button('Close 3 tickets'))
  await says(/\b3 closed/)
  expect(posts(asked).map((a) => [a.path, a.ids])).toEqual([['/api/tickets/close', chosen]])
  await until(() => expect(gets(asked)).toHaveLength(2))
  await until(() => expect(ids().filter((id) => chosen.includes(id))).toEqual([]))
  expect(api.tickets().filter((t) => chosen.includes(t.id)).map((t) => t.status)).toEqual(['done', 'done', 'done'])
  expect(closers()).toEqual([])
})

test('what was said of closing is still said when the new rows are there', async () => {
  const { user, asked } = await shownPage('/?status=open')
  await user.click(box(0))
  await user.click(button('Close 1 ticket'))
  await until(() => expect(gets(asked)).toHaveLength(2))
  await says(/\b1 closed/)
  await settled()
  await pause(50)
  expect(said()).toMatch(/\b1 closed/)
})

test('refused tickets are named with the reason, and stay selected', async () => {
  const { user, api } = await shownPage('/')
  const status = (id: string) => api.tickets().find((t) => t.id === id)?.status
  const [open, inRepair, done] = ['open', 'in_repair', 'done'].map((s) => ids().findIndex((id) => status(id) === s))
  const names = ids()
  for (const n of [open, inRepair, done]) await user.click(box(n as number))
  await user.click(button('Close 3 tickets'))
  await says(/\b1 closed\b.*\b2 refused/s)
  const text = await alertText()
  expect([names[inRepair as number], 'A mechanic is working on it.', names[done as number], 'It was done before.'].filter((words) => !text.includes(words as string))).toEqual([])
  expect(text).not.toContain(names[open as number])
  await settled()
  await pause(30)
  expect(selectedIds()).toEqual([inRepair, done].sort((a, b) => (a as number) - (b as number)).map((n) => names[n as number]))
  expect(await alertText()).toBe(text)
})

test('a ticket that is gone is refused by name', async () => {
  let chosen = ''
  const { user } = await shownPage('/', {
    before: ({ method }) => (method === 'POST' ? Response.json({ closed: [], refused: [{ id: chosen, reason: 'gone', detail: 'There is no such ticket any more.' }] }) : undefined),
  })
  chosen = ids()[0] ?? ''
  await user.click(box(0))
  await user.click(button('Close 1 ticket'))
  const text = await alertText()
  expect(text).toContain(chosen)
  expect(text).toContain('There is no such ticket any more.')
})

test('a refusal goes when the person goes on', async () => {
  const { user } = await shownPage('/?status=in_repair')
  await user.click(box(0))
  await user.click(button('Close 1 ticket'))
  await alertText()
  await turn(user, 2)
  await until(() => expect(screen.queryByRole('alert')?.textContent ?? '').toBe(''))
})

test('no more than 100 go in one request, one request after another', async () => {
  let [under, most] = [0, 0]
  const { user, asked } = await shownPage('/?status=open', {
    count: 600,
    before: async ({ method }) => {
      if (method !== 'POST') return
      most = Math.max(most, ++under)
      await pause(20)
      under--
    },
  })
  await selectPages(user, 5)
  await user.click(button('Close 125 tickets'))
  await says(/\b125 closed/)
  expect(posts(asked).map((a) => a.ids.length)).toEqual([100, 25])
  expect([new Set(posts(asked).flatMap((a) => a.ids)).size, most]).toEqual([125, 1])
})

test('a double click closes once', async () => {
  const wait = door()
  const { user, asked } = await shownPage('/?status=open', { before: ({ method }) => (method === 'POST' ? wait.opened : undefined) })
  await user.click(box(0))
  await user.dblClick(button('Close 1 ticket'))
  await pause(30)
  wait.open()
  await says(/\b1 closed/)
  expect(posts(asked)).toHaveLength(1)
})

test('when closing fails nothing is lost, and it can be tried again', async () => {
  let tries = 0
  const { user, asked } = await shownPage('/?status=open', { before: ({ method }) => (method === 'POST' && ++tries === 1 ? busy503() : undefined) })
  await user.click(box(0))
  await user.click(box(1))
  const chosen = selectedIds()
  await user.click(button('Close 2 tickets'))
  const again = await findButton('Try again')
  expect(screen.getByRole('alert').contains(again)).toBe(true)
  await settled()
  expect(selectedIds()).toEqual(chosen)
  await user.click(button('Try again'))
  await says(/\b2 closed/)
  expect(posts(asked).map((a) => a.ids)).toEqual([chosen, chosen])
  await until(() => expect(screen.queryByRole('alert')?.textContent ?? '').toBe(''))
})

test('closing that fails half-way is tried again for the rest, and no third request is sent', async () => {
  let tries = 0
  const { user, asked } = await shownPage('/?status=open', { count: 900, before: ({ method }) => (method === 'POST' && ++tries === 2 ? Promise.reject(new TypeError('Failed to fetch')) : undefined) })
  await selectPages(user, 9)
  await user.click(button('Close 225 tickets'))
  await findButton('Try again')
  await until(() => expect(isDisabled(button('Close 125 tickets'))).toBe(false))
  expect(posts(asked).map((a) => a.ids.length)).toEqual([100, 100])
  await user.click(button('Try again'))
  await says(/\b125 closed/)
  const first = new Set(posts(asked)[0]?.ids)
  const rest = posts(asked).slice(2).flatMap((a) => a.ids)
  expect([rest.length, rest.filter((id) => first.has(id)).length]).toEqual([125, 0])
  expect(grid()).toBeTruthy()
})
