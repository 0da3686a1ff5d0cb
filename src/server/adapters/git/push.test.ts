import { afterAll, beforeAll, expect, test } from 'vitest'
import { client, clone, commit, git, openBench, type TestBench } from './test-kit.ts'

let bench: TestBench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('a clone brings the starter, and a push is received, kept and spoken of', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  expect(await git(work, 'rev-parse', 'HEAD')).toBe(bench.starter.commit)
  const sha = await commit(work, 'src/index.ts', 'export const answer = 42\n')
  const pushed = await client(work, ['push'])
  expect(pushed.output).toContain(`remote: Received ${sha.slice(0, 12)}`)
  expect(pushed.code).toBe(0)
  const [push] = bench.keeper.pushes.filter((candidate) => candidate.repoId === repoId)
  expect(push).toMatchObject({ state: 'applied', updates: [{ ref: 'refs/heads/main', oldSha: bench.starter.commit, newSha: sha }] })
  expect(push?.tips).toMatchObject([{ ref: 'refs/heads/main', sha, commit: sha, subject: 'Change src/index.ts', author: 'Ada' }])
  const reader = bench.store.reader(repoId)
  expect(await reader.resolve('main')).toBe(sha)
  expect(await reader.resolve(`refs/handiwork/pushes/${push?.pushId}`)).toBe(sha)
  expect(bench.keeper.fetches).toContain(repoId)
  expect(bench.errors).toEqual([])
})
