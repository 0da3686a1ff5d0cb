import { expect, test } from 'vitest'
import { createApi } from '../api/api.ts'

const get = async (query: string) => {
  const response = await createApi({ count: 60 }).fetch(`/api/tickets${query}`)
  return { status: response.status, body: await response.json() }
}

test('a page has 25 tickets, the latest first', async () => {
  const { body } = await get('')
  expect(body).toMatchObject({ total: 60, page: 1, page_size: 25 })
  expect(body.tickets.map((t: { id: string }) => t.id).slice(0, 2)).toEqual(['T-1060', 'T-1059'])
})

test('a page past the end is empty and knows the total', async () => {
  expect((await get('?page=9')).body).toMatchObject({ tickets: [], total: 60 })
})

test('what the API does not know is refused by name', async () => {
  expect((await get('?sort=colour')).body).toMatchObject({ status: 400, field: 'sort' })
})

test('tickets that cannot be closed are told from those that were', async () => {
  const api = createApi({ count: 60 })
  const [open, inRepair] = ['open', 'in_repair'].map((status) => api.tickets().find((t) => t.status === status)?.id)
  const response = await api.fetch('/api/tickets/close', { method: 'POST', body: JSON.stringify({ ids: [open, inRepair] }) })
  expect(await response.json()).toMatchObject({ closed: [open], refused: [{ id: inRepair, reason: 'in_repair' }] })
})
