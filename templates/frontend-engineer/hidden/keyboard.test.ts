import { screen } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { at, box, boxAll, busy503, button, cellsOf, filter, findButton, focusIsKept, ids, isBusy, order, rows, says, search, selectedIds, shownPage, stops, turn, until } from './support.ts'

const settled = () => until(() => expect(isBusy()).toBe(false))

/** The page, with the focus brought to the header of the tickets' numbers. */
async function inGrid(address = '/?page=2') {
  const page = await shownPage(address)
  order('Ticket').focus()
  return page
}

test('the grid is one tab stop', async () => {
  await shownPage()
  expect(stops()).toHaveLength(1)
})

test.each([
  ['Down twice and up once', '{ArrowDown}{ArrowDown}{ArrowUp}', [1, 1]],
  ['Right, and left again,', '{ArrowDown}{ArrowRight}{ArrowLeft}', [1, 1]],
  ['Left to the box and no further', '{ArrowDown}{ArrowLeft}{ArrowLeft}{ArrowLeft}', [1, 0]],
  ['Up at the header', '{ArrowUp}', [0, 1]],
  ['End and no further', '{ArrowDown}{End}{ArrowRight}', [1, 7]],
  ['Home', '{ArrowDown}{End}{Home}', [1, 0]],
  ['Control+End and no further', '{Control>}{End}{/Control}{ArrowDown}', [25, 7]],
  ['Control+Home', '{ArrowDown}{ArrowDown}{Control>}{Home}{/Control}', [0, 0]],
])('%s moves by cell, and the tab stop goes along', async (_name, keys, to) => {
  const { user } = await inGrid()
  await user.keyboard(keys)
  expect(at()).toEqual(to)
  expect(stops()).toEqual([document.activeElement])
})

test('Tab leaves the grid, and Shift+Tab comes back to the cell', async () => {
  const { user } = await inGrid()
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}')
  await user.tab()
  expect(at()).toBeNull()
  await user.tab({ shift: true })
  expect(at()).toEqual([2, 2])
})

test('a click on a cell makes it the tab stop', async () => {
  const { user } = await shownPage()
  await user.click(cellsOf(rows()[6])[4] as HTMLElement)
  await user.click(document.getElementById('outside') as HTMLElement)
  stops()[0]?.focus()
  expect(at()).toEqual([7, 4])
  expect(stops()).toHaveLength(1)
})

test('a click on a box makes its cell the tab stop', async () => {
  const { user } = await shownPage()
  await user.click(box(3))
  await user.keyboard('{ArrowDown}{ArrowRight}')
  expect(at()).toEqual([5, 1])
})

test.each(['{Enter}', ' '])('"%s" on a header sorts, and the focus stays there', async (key) => {
  const { user } = await inGrid('/')
  await user.keyboard(`{ArrowRight}${key}`)
  await until(() => expect(location.search).toBe('?sort=bike'))
  await settled()
  expect(at()).toEqual([0, 2])
})

test('Space selects a row, once', async () => {
  const { user } = await inGrid('/')
  await user.keyboard('{ArrowDown}{ArrowDown}{Home} ')
  await says(/1 selected/)
  expect(selectedIds()).toEqual([ids()[1]])
  expect(at()).toEqual([2, 0])
})

test('Space in the header selects the page', async () => {
  const { user } = await inGrid('/')
  await user.keyboard('{Home} ')
  await says(/25 selected/)
  expect(at()).toEqual([0, 0])
})

test('while rows are exchanged the focus stays in its row and column', async () => {
  const { user } = await shownPage('/?page=2')
  await turn(user, 3)
  await user.click(cellsOf(rows()[9])[5] as HTMLElement)
  history.back()
  await says(/page 2 of/)
  await settled()
  expect(at()).toEqual([10, 5])
})

test('when rows go away the focus goes to the nearest', async () => {
  const { user } = await shownPage('/?page=2', { count: 31 })
  await turn(user, 1, 'Previous page')
  await user.click(cellsOf(rows()[20])[3] as HTMLElement)
  history.back()
  await says(/page 2 of 2/)
  await settled()
  expect(at()).toEqual([6, 3])
})

test('when all rows go away the focus is not lost', async () => {
  const { user } = await shownPage('/?q=submarine')
  await user.click(button('Clear filters'))
  await says(/240 tickets/)
  await user.click(cellsOf(rows()[20])[3] as HTMLElement)
  history.back()
  await says(/No tickets match/)
  await settled()
  focusIsKept()
  expect(stops().length).toBeLessThanOrEqual(1)
})

test('the button of the last page does not lose the focus', async () => {
  const { user } = await shownPage('/?page=9')
  await turn(user, 10)
  await settled()
  focusIsKept()
  expect((document.activeElement as HTMLButtonElement).disabled ?? false).toBe(false)
})

test('“Clear filters” leaves the focus somewhere', async () => {
  const { user } = await shownPage('/?q=submarine')
  button('Clear filters').focus()
  await user.keyboard('{Enter}')
  await says(/240 tickets/)
  focusIsKept()
})

test('“Try again” leaves the focus somewhere, also when it fails again', async () => {
  let fails = 2
  const { user } = await shownPage('/', { before: (asked) => (asked.query.status && fails-- > 0 ? busy503() : undefined) })
  await user.selectOptions(filter(), 'Done')
  ;(await findButton('Try again')).focus()
  await user.keyboard('{Enter}')
  await settled()
  focusIsKept()
  ;(await findButton('Try again')).focus()
  await user.keyboard('{Enter}')
  await says(/tickets, page 1/)
  focusIsKept()
})

test('“Clear selection” and closing leave the focus somewhere', async () => {
  const { user } = await shownPage('/?status=open')
  await user.click(boxAll())
  ;(await findButton('Clear selection')).focus()
  await user.keyboard('{Enter}')
  await until(() => expect(selectedIds()).toEqual([]))
  focusIsKept()
  await user.click(box(0))
  ;(await findButton('Close 1 ticket')).focus()
  await user.keyboard('{Enter}')
  await says(/1 closed/)
  await settled()
  focusIsKept()
})

test('keys in the search field are the search field’s', async () => {
  const { user } = await shownPage()
  await user.click(search())
  await user.keyboard('{Home}{ArrowDown}{End}')
  expect(document.activeElement).toBe(search())
  expect(screen.getAllByRole('searchbox')).toHaveLength(1)
})
