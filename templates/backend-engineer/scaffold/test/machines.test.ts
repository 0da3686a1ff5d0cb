import { expect, test } from 'vitest'
import { testApp } from './support.ts'

test('a machine can be added and is listed', async () => {
  const { send } = await testApp()
  expect((await send('POST', '/machines', { name: 'Laser cutter' })).status).toBe(201)
  expect((await send('GET', '/machines')).body.machines).toMatchObject([{ name: 'Laser cutter' }])
})

test('a machine without a name is refused', async () => {
  const { send } = await testApp()
  expect((await send('POST', '/machines', { name: ' ' })).status).toBe(400)
})
