import { expect, test, vi } from 'vitest'
import { button, filter, gets, headers, ids, isBusy, isDisabled, number, order, pause, rows, said, says, search, shownPage, textOf, turn, until } from './support.ts'

const orders = () => headers().map((h) => h.getAttribute('aria-sort') ?? 'none')
const back = () => history.back()

test.each([
  ['Ticket', 'id', 1],
  ['Bike', 'bike', 2],
  ['Priority', 'priority', 5],
])('%s sorts up, then down, then up', async (name, sort, column) => {
  const { user } = await shownPage()
  const wanted = [[sort, 'ascending'], [`-${sort}`, 'descending'], [sort, 'ascending']]
  for (const [address, way] of wanted) {
    await user.click(order(name))
    await until(() => expect([new URLSearchParams(location.search).get('sort'), orders()[column]]).toEqual([address, way]))
    await until(() => expect(orders().filter((o) => o !== 'none')).toHaveLength(1))
    await until(() => expect(isBusy()).toBe(false))
  }
})

test('sorted rows are those of the API', async () => {
  const { user } = await shownPage()
  await user.click(order('Ticket'))
  await until(() => expect(ids().map(number)).toEqual(Array.from({ length: 25 }, (_, i) => 1001 + i)))
})

test('the order the page begins with is turned round by its header, and then not in the address again', async () => {
  const { user } = await shownPage()
  await user.click(order('Reported'))
  await until(() => expect([location.search, ids()[0], isBusy()]).toEqual(['?sort=reported_at', 'T-1001', false]))
  await user.click(order('Reported'))
  await until(() => expect([location.search, ids()[0]]).toEqual(['', 'T-1240']))
})

test('another order shows page 1', async () => {
  const { user, asked } = await shownPage('/?page=4')
  await user.click(order('Bike'))
  await says(/page 1 of 10/)
  expect([location.search, asked.at(-1)?.query.page ?? '1']).toEqual(['?sort=bike', '1'])
})

test('another status shows page 1 of what has it', async () => {
  const { user, api } = await shownPage('/?page=4')
  const count = api.tickets().filter((t) => t.status === 'in_repair').length
  await user.selectOptions(filter(), 'In repair')
  await says(new RegExp(`${count} tickets, page 1 of ${Math.ceil(count / 25)}`))
  expect(rows().every((r) => textOf(r, 6) === 'In repair')).toBe(true)
  expect(location.search).toBe('?status=in_repair')
})

test('nothing is asked within 150 ms of a letter; by 600 ms all letters are, in one request', async () => {
  const { user, asked } = await shownPage('/?page=2')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  await user.type(search(), 'fr')
  await vi.advanceTimersByTimeAsync(145)
  await user.type(search(), 'ont')
  await vi.advanceTimersByTimeAsync(145)
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(460)
  vi.useRealTimers()
  await until(() => expect(asked.length).toBeGreaterThan(1))
  await pause(30)
  expect(gets(asked).slice(1).map((a) => [a.query.q, a.query.page ?? '1'])).toEqual([['front', '1']])
  await says(/page 1 of/)
})

test('words with signs in them reach the API as they are', async () => {
  const { user, asked } = await shownPage()
  await user.type(search(), 'Zoo & Gardens')
  await until(() => expect(asked.at(-1)?.query.q).toBe('Zoo & Gardens'))
  await until(() => expect(rows().every((r) => textOf(r, 3) === 'Zoo & Gardens')).toBe(true))
})

test('one ticket is said as one', async () => {
  await shownPage('/?q=T-1007')
  expect(said()).toMatch(/\b1 ticket, page 1 of 1\b/)
  expect(rows()).toHaveLength(1)
})

test('pages go on and back, and the ends lead nowhere', async () => {
  const { user } = await shownPage('/', { count: 60 })
  await turn(user, 2)
  expect(ids()[0]).toBe('T-1035')
  await turn(user, 3)
  expect([rows().length, isDisabled(button('Next page')), isDisabled(button('Previous page'))]).toEqual([10, true, false])
  await turn(user, 2, 'Previous page')
  await turn(user, 1, 'Previous page')
  expect([location.search, isDisabled(button('Previous page'))]).toEqual(['', true])
})

test('a button that leads nowhere asks nothing', async () => {
  const { user, asked } = await shownPage('/?page=10')
  await user.click(button('Next page'))
  await pause(30)
  expect([asked.length, location.search]).toEqual([1, '?page=10'])
})

test('an address is shown as it says', async () => {
  const { asked } = await shownPage('/?q=T-1&status=open&sort=-bike&page=2')
  expect(asked.map((a) => a.query)).toEqual([{ q: 'T-1', status: 'open', sort: '-bike', page: '2' }])
  expect([search().value, filter().selectedOptions[0]?.textContent?.trim(), orders()[2]]).toEqual(['T-1', 'Open', 'descending'])
  expect(said()).toMatch(/page 2 of/)
})

test.each(['?page=0&sort=colour', '?page=1.5&status=lost', '?page=abc&sort=-'])('%s counts as not given', async (address) => {
  const { asked } = await shownPage(`/${address}`)
  expect(said()).toMatch(/240 tickets, page 1 of 10/)
  expect(asked.every((a) => (a.query.page ?? '1') === '1' && (a.query.sort ?? '-reported_at') === '-reported_at' && !a.query.status)).toBe(true)
})

test('a page past the end becomes the last one, without a step', async () => {
  const steps = history.length + 1
  await shownPage('/?page=99')
  await says(/240 tickets, page 10 of 10/)
  expect([location.search, history.length, rows().length]).toEqual(['?page=10', steps, 15])
})

test('rows that went away while one pages lead to the last page there is', async () => {
  let gone = false
  const { user } = await shownPage('/?page=2', {
    count: 60,
    before: ({ query }) => (gone && query.page === '3' ? Response.json({ tickets: [], total: 50, page: 3, page_size: 25 }) : undefined),
  })
  gone = true
  await user.click(button('Next page'))
  await until(() => expect(location.search).toBe('?page=2'))
  await until(() => expect(rows()).toHaveLength(25))
})

test('each change is one step back, and forward again', async () => {
  const { user } = await shownPage('/')
  await user.click(order('Bike'))
  await until(() => expect([location.search, textOf(rows()[0], 2) <= textOf(rows()[24], 2)]).toEqual(['?sort=bike', true]))
  await turn(user, 2)
  await user.selectOptions(filter(), 'Done')
  await until(() => expect(rows().every((r) => textOf(r, 6) === 'Done')).toBe(true))
  expect(location.search).toMatch(/status=done/)
  back()
  await says(/240 tickets, page 2 of 10/)
  await until(() => expect([filter().selectedOptions[0]?.textContent?.trim(), orders()[2], location.search]).toEqual(['All', 'ascending', '?sort=bike&page=2']))
  back()
  await says(/240 tickets, page 1 of 10/)
  back()
  await until(() => expect([location.search, orders()[7], ids()[0]]).toEqual(['', 'descending', 'T-1240']))
  history.forward()
  await until(() => expect([location.search, orders()[2]]).toEqual(['?sort=bike', 'ascending']))
})

test('Back brings back the words in the search field', async () => {
  const { user } = await shownPage('/?q=bell')
  await user.clear(search())
  await user.type(search(), 'saddle')
  await until(() => expect(location.search).toBe('?q=saddle'))
  back()
  await until(() => expect([location.search, search().value]).toEqual(['?q=bell', 'bell']))
  await until(() => expect(rows().every((r) => /bell/i.test(textOf(r, 4)))).toBe(true))
})
