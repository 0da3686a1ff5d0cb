import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createKeeper } from './keeper.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A server that can be away, slow, or against it. */
function given() {
  const server = { kept: [] as string[], away: false, against: false, hold: null as Promise<void> | null }
  const keeper = createKeeper<string>({
    save: async (_, value, { leaving }) => {
      await server.hold
      if (server.away) throw new Error('offline')
      if (server.against) throw new TypeError('no')
      server.kept.push(leaving ? `leaving: ${value}` : value)
    },
    isWorth: (value) => value !== '',
    isFinal: (error) => error instanceof TypeError,
  })
  return { server, keeper }
}

test('who types without a pause is kept every two seconds, not only at the end', async () => {
  const { server, keeper } = given()
  for (let n = 1; n <= 50; n++) {
    keeper.put('a', 'x'.repeat(n))
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(server.kept.length).toBeGreaterThanOrEqual(2)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(server.kept.at(-1)).toBe('x'.repeat(50))
  expect(keeper.get('a')?.state).toBe('kept')
})

test('a dropped line loses nothing: it says so, tries again, and keeps what was typed meanwhile', async () => {
  const { server, keeper } = given()
  server.away = true
  keeper.put('a', 'one')
  await vi.advanceTimersByTimeAsync(2_100)
  expect(keeper.get('a')).toMatchObject({ state: 'failed', value: 'one' })
  keeper.put('a', 'one two')
  expect(keeper.get('a')?.state).toBe('failed')
  server.away = false
  await vi.advanceTimersByTimeAsync(20_000)
  expect(server.kept).toEqual(['one two'])
  expect(keeper.get('a')?.state).toBe('kept')
})

test('the line that came back is used at once', async () => {
  const { server, keeper } = given()
  server.away = true
  keeper.put('a', 'one')
  await vi.advanceTimersByTimeAsync(2_100)
  server.away = false
  keeper.retry()
  await vi.advanceTimersByTimeAsync(1)
  expect(server.kept).toEqual(['one'])
})

test('when the page goes, only what is not kept is sent', async () => {
  const { server, keeper } = given()
  keeper.begin('old', 'kept before')
  keeper.put('new', 'half a sen')
  keeper.put('empty', '')
  keeper.leave()
  await vi.advanceTimersByTimeAsync(1)
  expect(server.kept).toEqual(['leaving: half a sen'])
})

test('what is forgotten waits for what is under way and is not sent again', async () => {
  const { server, keeper } = given()
  let release = () => {}
  server.hold = new Promise((resolve) => { release = resolve })
  keeper.put('a', 'one')
  const flushed = keeper.flush('a')
  keeper.put('a', 'one two')
  const gone = keeper.forget('a')
  release()
  await Promise.all([flushed, gone])
  await vi.advanceTimersByTimeAsync(30_000)
  expect(server.kept).toEqual(['one'])
  expect(keeper.get('a')).toBeUndefined()
})

test('what the server refuses is not tried again until it is changed', async () => {
  const { server, keeper } = given()
  server.against = true
  keeper.put('a', 'one')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(keeper.get('a')?.state).toBe('refused')
  server.against = false
  keeper.put('a', 'two')
  await vi.advanceTimersByTimeAsync(2_100)
  expect(server.kept).toEqual(['two'])
})
