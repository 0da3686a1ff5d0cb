import { readdir } from 'node:fs/promises'
import path from 'node:path'
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

test('a late push is refused in words and changes nothing', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'late.txt', 'late\n')
  bench.keeper.deadline = Date.now()
  const pushed = await client(work, ['push'])
  bench.keeper.deadline = Number.POSITIVE_INFINITY
  expect(pushed.code).toBe(1)
  expect(pushed.output).toContain('remote: TIME IS UP. Nothing was changed.')
  expect(pushed.output).toContain('[remote rejected] main -> main (pre-receive hook declined)')
  expect(await bench.store.reader(repoId).resolve('main')).toBe(bench.starter.commit)
  expect(bench.keeper.pushes.at(-1)).toMatchObject({ state: 'abandoned', reason: 'TIME IS UP. Nothing was changed.' })
  expect(await looseEnds(repoId)).toEqual([])
})

test('a push that was begun in time counts, however long our own queue is', async () => {
  const herd = await openBench({ slots: 1 })
  const repos = await Promise.all(Array.from({ length: 12 }, () => herd.newRepo()))
  const works = await Promise.all(repos.map(({ url }) => clone(herd, url)))
  await Promise.all(works.map((work) => commit(work, 'last.txt', 'minute\n')))
  herd.keeper.beforeDecision = async () => {
    // Time is up as soon as the first is being decided; by then all have begun.
    while (herd.keeper.pushes.length < works.length) await new Promise((resolve) => setTimeout(resolve, 5))
    if (herd.keeper.deadline > Date.now()) herd.keeper.deadline = Date.now() + 1
  }
  const results = await Promise.all(works.map((work) => client(work, ['push'])))
  const states = herd.keeper.pushes.map(({ state }) => state)
  const late = await client(works[0] ?? '', ['push', 'origin', 'HEAD:refs/heads/late'])
  await herd.close()
  expect(results.map(({ code }) => code)).toEqual(works.map(() => 0))
  expect(states).toEqual(works.map(() => 'applied'))
  expect(late.output).toContain('TIME IS UP')
})

test('a closed assignment says so before anything is sent', async () => {
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'late.txt', 'late\n')
  bench.keeper.closed = 'TIME IS UP. This assignment closed at 12:00.'
  const pushed = await client(work, ['push'])
  const fetched = await client(work, ['fetch'])
  bench.keeper.closed = undefined
  expect(pushed.output).toContain('fatal: remote error: TIME IS UP. This assignment closed at 12:00.')
  expect(fetched.code).toBe(0)
})

test('a push whose right to push ended after the list of refs is refused in words, unstamped', async () => {
  const { repoId, token, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'late.txt', 'late\n')
  const authorize = bench.keeper.authorize
  bench.keeper.authorize = async (a) => {
    const access = await authorize(a)
    if (access) bench.keeper.closed = 'Submitted at 11:59.'
    return access
  }
  const pushed = await client(work, ['push'])
  Object.assign(bench.keeper, { authorize, closed: undefined })
  expect(pushed.output).toContain('remote: Submitted at 11:59.')
  expect(pushed.output).toContain('! [remote rejected] main -> main (not accepted)')
  expect(bench.keeper.pushes.filter((push) => push.repoId === repoId)).toEqual([])
  expect(token).not.toBe('')
})

test('a force-push wins, and the old tip stays in a hidden ref nobody outside can list', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const first = await commit(work, 'a.txt', 'one\n')
  await git(work, 'push', '--quiet')
  await git(work, 'commit', '--quiet', '--amend', '-m', 'Rewritten')
  const second = await git(work, 'rev-parse', 'HEAD')
  const pushed = await client(work, ['push', '--force'])
  expect(pushed.code).toBe(0)
  const reader = bench.store.reader(repoId)
  expect(await reader.resolve('main')).toBe(second)
  const [one, two] = bench.keeper.pushes.filter((push) => push.repoId === repoId)
  expect(await reader.resolve(`refs/handiwork/pushes/${one?.pushId}`)).toBe(first)
  expect(await reader.resolve(`refs/handiwork/pushes/${two?.pushId}`)).toBe(second)
  expect(await git(work, 'ls-remote')).not.toContain('handiwork')
})

test('a rewind to an older commit that was refused does not count as applied', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const tip = await commit(work, 'a.txt', 'one\n')
  await git(work, 'push', '--quiet')
  bench.keeper.deadline = 0
  await client(work, ['push', '--force', 'origin', `${bench.starter.commit}:main`])
  bench.keeper.deadline = Number.POSITIVE_INFINITY
  expect(bench.keeper.pushes.at(-1)?.state).toBe('abandoned')
  expect(await bench.store.reader(repoId).resolve('main')).toBe(tip)
})

test('another branch and a tag are taken and kept, and the output says what is submitted', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await git(work, 'checkout', '--quiet', '-b', 'attempt-2')
  const sha = await commit(work, 'b.txt', 'two\n')
  const branch = await client(work, ['push', 'origin', 'attempt-2'])
  expect(branch.output).toContain('remote: Note: this went to attempt-2; only main is submitted.')
  await git(work, 'tag', '-a', 'done', '-m', 'Done')
  const tag = await client(work, ['push', 'origin', 'done'])
  expect(tag.code).toBe(0)
  expect(bench.keeper.pushes.at(-1)?.tips).toMatchObject([{ ref: 'refs/tags/done', commit: sha, subject: 'Change b.txt' }])
  expect(await bench.store.reader(repoId).resolve('main')).toBe(bench.starter.commit)
})

test('several refs in one push are each kept', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const one = await commit(work, 'a.txt', '1\n')
  await git(work, 'checkout', '--quiet', '-b', 'side')
  const two = await commit(work, 'a.txt', '2\n')
  await git(work, 'push', '--quiet', 'origin', 'main', 'side')
  const push = bench.keeper.pushes.at(-1)
  const kept = [`refs/handiwork/pushes/${push?.pushId}`, `refs/handiwork/pushes/${push?.pushId}-1`]
  const reader = bench.store.reader(repoId)
  expect([await reader.resolve(kept[0] ?? ''), await reader.resolve(kept[1] ?? '')].sort()).toEqual([one, two].sort())
})

test('a deletion, a hidden ref and a ref of another kind are refused in words', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await git(work, 'push', '--quiet', 'origin', 'HEAD:refs/heads/other')
  expect((await client(work, ['push', '--delete', 'origin', 'other'])).output).toContain(
    "remote: Branches can't be deleted here: every push is kept.",
  )
  const hidden = await client(work, ['push', 'origin', 'HEAD:refs/handiwork/pushes/99'])
  expect(hidden.output).toContain('[remote rejected] HEAD -> refs/handiwork/pushes/99 (deny updating a hidden ref)')
  expect(bench.keeper.pushes.at(-1)?.state).toBe('abandoned')
  const replace = await client(work, ['push', 'origin', `HEAD:refs/replace/${bench.starter.commit}`])
  expect(replace.output).toContain("can't be pushed here: only branches and tags can.")
  expect(await bench.store.reader(repoId).resolve('other')).toBe(bench.starter.commit)
})

test('of two simultaneous pushes exactly one wins, ten times over', async () => {
  const { repoId, url } = await bench.newRepo()
  const works = [await clone(bench, url), await clone(bench, url)]
  for (let round = 0; round < 10; round++) {
    const tips = await Promise.all(
      works.map(async (work, n) => {
        await git(work, 'fetch', '--quiet')
        await git(work, 'reset', '--quiet', '--hard', 'origin/main')
        return commit(work, `file-${n}.txt`, `${round}\n`)
      }),
    )
    const before = bench.keeper.pushes.length
    const results = await Promise.all(works.map((work) => client(work, ['push'])))
    const now = await bench.store.reader(repoId).resolve('main')
    const winner = results.findIndex((result) => result.code === 0)
    expect(results.filter((result) => result.code === 0)).toHaveLength(1)
    expect(now).toBe(tips[winner])
    const applied = bench.keeper.pushes.slice(before).filter((push) => push.state === 'applied')
    expect(applied.map((push) => push.updates?.[0]?.newSha)).toEqual([now])
  }
})

test('what was begun is always ended: each push is applied or abandoned', () => {
  expect(bench.keeper.pushes.filter((push) => push.state !== 'applied' && push.state !== 'abandoned')).toEqual([])
})

async function looseEnds(repoId: string): Promise<string[]> {
  const objects = path.join(bench.reposDir, repoId.slice(-2), `${repoId}.git`, 'objects')
  return (await readdir(objects)).filter((name) => name.startsWith('tmp_'))
}
