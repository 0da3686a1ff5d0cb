import { expect, test } from 'vitest'
import { testApp } from './support.ts'

// These tests describe the task. They run and fail today; make them pass, then write your own.

const slot = { member: 'ada', starts_at: '2026-06-03T10:00:00Z', ends_at: '2026-06-03T11:00:00Z' }

async function workshop() {
  const t = await testApp()
  const machine = (await t.send('POST', '/machines', { name: 'Lathe' })).body
  return { ...t, holds: `/machines/${machine.id}/holds`, schedule: `/machines/${machine.id}/schedule?from=2026-06-03T00:00:00Z&to=2026-06-04T00:00:00Z` }
}

test('a time can be held for ten minutes', async () => {
  const { send, holds } = await workshop()
  const held = await send('POST', holds, slot)
  expect(held.status).toBe(201)
  expect(held.body).toMatchObject({ member: 'ada', expires_at: '2026-06-01T09:10:00.000Z' })
})

test('a held time cannot be held again', async () => {
  const { send, holds } = await workshop()
  await send('POST', holds, slot)
  expect((await send('POST', holds, { ...slot, member: 'ben' })).status).toBe(409)
})

test('an expired hold frees its time', async () => {
  const { send, holds, advance } = await workshop()
  await send('POST', holds, slot)
  advance(11)
  expect((await send('POST', holds, { ...slot, member: 'ben' })).status).toBe(201)
})

test('a confirmed hold becomes a booking on the schedule', async () => {
  const { send, holds, schedule } = await workshop()
  const held = await send('POST', holds, slot)
  expect((await send('POST', `/holds/${held.body?.id}/confirmation`)).status).toBe(201)
  expect((await send('GET', schedule)).body.bookings).toMatchObject([{ member: 'ada', starts_at: '2026-06-03T10:00:00.000Z' }])
})
