import { expect, test } from 'vitest'
import { BusyError, createSlots } from './slots.ts'
import { createWrongTokens } from './wrong-tokens.ts'

test('what is light waits for its key alone, and takes no slot', async () => {
  const slots = createSlots({ total: 1, waiting: 100 })
  let finish = () => {}
  const heavy = slots.run({ key: 'a', perKey: 1 }, () => new Promise<void>((resolve) => (finish = resolve)))
  await slots.run({ key: 'b', perKey: 1, light: true }, () => Promise.resolve())
  let done = false
  const same = slots.run({ key: 'a', perKey: 1, light: true }, () => Promise.resolve(void (done = true)))
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(done).toBe(false)
  finish()
  await Promise.all([heavy, same])
  expect(done).toBe(true)
})

test('no more run than there are slots, nor more of one key than it may', async () => {
  const slots = createSlots({ total: 3, waiting: 100 })
  const running: string[] = []
  let most = 0
  const work = (key: string) =>
    slots.run({ key, perKey: 1 }, async () => {
      expect(running).not.toContain(key)
      running.push(key)
      most = Math.max(most, running.length)
      await new Promise((resolve) => setTimeout(resolve, 2))
      running.splice(running.indexOf(key), 1)
    })
  await Promise.all(['a', 'a', 'a', 'b', 'b', 'c', 'd', 'e', 'f'].map(work))
  expect(most).toBe(3)
})

test('the impatient are turned away from a long queue, the patient never, and a failure frees its slot', async () => {
  const slots = createSlots({ total: 1, waiting: 1 })
  const failing = slots.run({ key: 'a', perKey: 1 }, () => Promise.reject(new Error('broken')))
  const waiting = slots.run({ key: 'b', perKey: 1 }, async () => 'waited')
  await expect(slots.run({ key: 'c', perKey: 1 }, async () => 'never')).rejects.toThrow(BusyError)
  const patient = slots.run({ key: 'd', perKey: 1, patient: true }, async () => 'patient')
  await expect(failing).rejects.toThrow('broken')
  expect(await Promise.all([waiting, patient])).toEqual(['waited', 'patient'])
})

test('wrong tokens are counted by address and forgotten after a minute', () => {
  let now = 0
  const wrong = createWrongTokens(2, () => now)
  wrong.note('a')
  expect(wrong.tooMany('a')).toBe(false)
  wrong.note('a')
  expect([wrong.tooMany('a'), wrong.tooMany('b')]).toEqual([true, false])
  now = 60_000
  expect(wrong.tooMany('a')).toBe(false)
  wrong.note('a')
  expect(wrong.tooMany('a')).toBe(false)
})
