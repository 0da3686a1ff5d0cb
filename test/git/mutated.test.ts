import { afterAll, beforeAll, expect, test } from 'vitest'
import { clone, commit, client, openBench, type TestBench } from '#server/adapters/git/test-kit.ts'
import { keepResult } from '#test/support/results.ts'
import { type Barrage, sendBarrage } from './barrage.ts'

/** `MUTATED=20000 MUTATED_SEED=7 npm test -- test/git` sends more, or the same again. */
const COUNT = Number(process.env['MUTATED'] ?? 500)
const SEED = Number(process.env['MUTATED_SEED'] ?? Math.floor(Math.random() * 1e9))

let bench: TestBench
let result: Barrage
beforeAll(async () => {
  console.log(`MUTATED_SEED=${SEED}`)
  bench = await openBench({ pushBytes: 4 * 1024 * 1024, wrongTokensPerMinute: 1e9 })
  result = await sendBarrage(bench, { count: COUNT, seed: SEED })
  if (COUNT >= 20_000) keepResult('mutated-requests', { ...result, seed: SEED })
}, 1_800_000)
afterAll(() => bench.close())

test('broken requests are answered, and never with a failure of ours', () => {
  expect(result.sent).toBeGreaterThanOrEqual(COUNT)
  expect(result.failures).toEqual([])
  // What git complains of in a broken push is its business with the client.
  expect(bench.errors.filter((e) => !Object.hasOwn(Object(e), 'complaint'))).toEqual([])
  expect(result.statuses[200]).toBeGreaterThan(COUNT / 20)
})

test('they leave no process, no file and no repository that is not in order', () => {
  expect(result.orphans).toEqual([])
  expect(result.leftovers).toEqual([])
  expect(result.broken).toEqual([])
})

/** Of the gateway, everything that this test itself holds, and all gits at once. */
const MOST_MEMORY_MB = 400

test.runIf(process.platform === 'linux')('they are answered within 400 MB, git’s own processes included', () => {
  // Or nothing was measured.
  expect(result.mostMemoryMb).toBeGreaterThan(20)
  expect(result.mostMemoryMb).toBeLessThan(MOST_MEMORY_MB)
})

test('each push that was stamped has ended, and the next person finds everything in order', async () => {
  expect(bench.keeper.pushes.filter((p) => p.state !== 'applied' && p.state !== 'abandoned')).toEqual([])
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'a.txt', 'a\n')
  expect((await client(work, ['push'])).output).toContain('Received')
})
