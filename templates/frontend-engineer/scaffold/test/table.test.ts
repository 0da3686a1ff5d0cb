import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { openPage, rows } from './support.ts'

// These tests describe the task. They run and fail today; make them pass, then write your own.

test('the latest tickets are shown', async () => {
  openPage()
  await waitFor(() => expect(rows()).toHaveLength(25))
  expect(rows()[0]?.textContent).toContain('T-1240')
  expect(screen.getByRole('status').textContent).toContain('240 tickets, page 1 of 10')
})

test('a column is sorted by its header', async () => {
  const { user } = openPage()
  const header = await screen.findByRole('columnheader', { name: 'Ticket' })
  await user.click(within(header).getByRole('button'))
  await waitFor(() => expect(rows()[0]?.textContent).toContain('T-1001'))
  expect(screen.getByRole('columnheader', { name: 'Ticket' }).getAttribute('aria-sort')).toBe('ascending')
  expect(location.search).toBe('?sort=id')
})

test('a search asks the API and shows what it found', async () => {
  const { user } = openPage()
  await user.type(await screen.findByRole('searchbox', { name: 'Search' }), 'T-1007')
  await waitFor(() => expect(rows()).toHaveLength(1))
  expect(screen.getByRole('status').textContent).toContain('1 ticket, page 1 of 1')
})

test('selected tickets are closed together', async () => {
  const { user, api } = openPage('/?status=open&sort=id')
  const boxes = await screen.findAllByRole('checkbox', { name: /^Select ticket/ })
  await user.click(boxes[0]!)
  await user.click(boxes[1]!)
  await user.click(screen.getByRole('button', { name: 'Close 2 tickets' }))
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('2 closed'))
  expect(api.tickets().filter((t) => t.status === 'done').length).toBeGreaterThanOrEqual(2)
})
