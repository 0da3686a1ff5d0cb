import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { client, clone, commit, git, openBench, STARTER_FILES, STARTER_OPTIONS, type TestBench } from './test-kit.ts'

let bench: TestBench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('the same files make the same starter, in whatever order they come', async () => {
  const again = await bench.store.prepareStarter(STARTER_FILES.toReversed(), STARTER_OPTIONS)
  expect(again).toEqual(bench.starter)
  const other = await bench.store.prepareStarter([{ path: 'ü "quoted"\\.txt', content: 'x' }], STARTER_OPTIONS)
  expect(other.commit).not.toBe(bench.starter.commit)
})

test.each(['../escape', '/etc/passwd', 'a//b', './a'])('a starter file called %s is refused', async (name) => {
  await expect(bench.store.prepareStarter([{ path: name, content: '' }], STARTER_OPTIONS)).rejects.toThrow('Not a path')
})

test('creating is idempotent, whole, shares the one pack by hard link and borrows from no other store', async () => {
  const { repoId } = await bench.newRepo()
  const { url } = await bench.newRepo()
  await Promise.all([1, 2, 3].map(() => bench.store.create(repoId, bench.starter.starterId)))
  const repo = path.join(bench.reposDir, repoId.slice(-2), `${repoId}.git`)
  expect((await client(repo, ['fsck', '--full', '--strict'])).code).toBe(0)
  const packs = await readdir(path.join(repo, 'objects', 'pack'))
  expect(packs.map((name) => path.extname(name)).sort()).toEqual(['.idx', '.keep', '.pack'])
  const pack = packs.find((name) => name.endsWith('.pack')) ?? ''
  expect((await stat(path.join(repo, 'objects', 'pack', pack))).nlink).toBeGreaterThan(2)
  expect(await readdir(path.join(repo, 'objects', 'info'))).toEqual([])
  expect(url).not.toBe('')
})

test('creating again leaves what was pushed', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const sha = await commit(work, 'a.txt', 'a\n')
  await git(work, 'push', '--quiet')
  await bench.store.create(repoId, bench.starter.starterId)
  expect(await bench.store.reader(repoId).resolve('main')).toBe(sha)
})

test('a starter and patches make the history they were taken from, once', async () => {
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'a.txt', 'a\n')
  const last = await commit(work, 'ü b.txt', 'b\n')
  const patches = await Promise.all([1, 2].map((skip) => git(work, 'format-patch', '--stdout', '-1', `HEAD~${2 - skip}`)))
  const made = 'p'.repeat(26)
  await Promise.all([1, 2].map(() => bench.store.createFromPatches(made, bench.starter.starterId, patches)))
  const reader = bench.store.reader(made)
  const tip = (await reader.resolve('main')) ?? ''
  expect(await git(work, 'rev-parse', `${last}^{tree}`)).toContain((await reader.contentHash(tip)).treeSha)
  const log = await reader.log(tip, { limit: 10 })
  expect(log.map((c) => c.subject)).toEqual((await git(work, 'log', '--format=%s')).split('\n'))
  expect(log.map((c) => c.authorEmail)).toEqual((await git(work, 'log', '--format=%ae')).split('\n'))
  await expect(bench.store.createFromPatches('q'.repeat(26), bench.starter.starterId, patches.toReversed().concat(patches))).rejects.toThrow('apply failed')
  expect(await bench.store.exists('q'.repeat(26))).toBe(false)
})

test('a copy at a commit has its history and nothing pushed after it', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const frozen = await commit(work, 'a.txt', 'a\n')
  const after = await commit(work, 'b.txt', 'b\n')
  await git(work, 'push', '--quiet')
  const copy = 'c'.repeat(26)
  await bench.store.createFrom(copy, { repoId, commit: frozen })
  await bench.store.createFrom(copy, { repoId, commit: frozen })
  const reader = bench.store.reader(copy)
  expect(await reader.resolve('main')).toBe(frozen)
  expect(await reader.resolve(after)).toBeNull()
  expect((await reader.log(frozen, { limit: 10 })).map(({ sha }) => sha)).toEqual([frozen, bench.starter.commit])
  bench.keeper.tokens.set(copy, 'interview')
  const cloned = await clone(bench, `http://me:interview@127.0.0.1:${bench.server.port}/git/${copy}.git`)
  expect(await git(cloned, 'rev-parse', 'HEAD')).toBe(frozen)
})

test('a copy of a commit that is not there is refused and leaves nothing', async () => {
  const { repoId } = await bench.newRepo()
  const copy = 'd'.repeat(26)
  await expect(bench.store.createFrom(copy, { repoId, commit: '1'.repeat(40) })).rejects.toThrow()
  expect(await bench.store.exists(copy)).toBe(false)
})

test('a removed repository is gone, and removing it again is quiet', async () => {
  const { repoId, url } = await bench.newRepo()
  await bench.store.remove(repoId)
  await bench.store.remove(repoId)
  expect(await bench.store.exists(repoId)).toBe(false)
  expect((await client(bench.dir, ['ls-remote', url])).code).not.toBe(0)
})

test('a kept ref can be kept again but never moved', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const sha = await commit(work, 'a.txt', 'a\n')
  await git(work, 'push', '--quiet')
  const ref = 'refs/handiwork/submission'
  await bench.store.keepRef(repoId, ref, bench.starter.commit)
  await bench.store.keepRef(repoId, ref, bench.starter.commit)
  await expect(bench.store.keepRef(repoId, ref, sha)).rejects.toThrow()
  await expect(bench.store.keepRef(repoId, 'refs/heads/main', sha)).rejects.toThrow('Not a hidden ref')
  expect(await bench.store.reader(repoId).resolve(ref)).toBe(bench.starter.commit)
})

test('tidying leaves every pushed tip and the starter pack', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const first = await commit(work, 'a.txt', 'one\n')
  await git(work, 'push', '--quiet')
  await git(work, 'commit', '--quiet', '--amend', '-m', 'Rewritten')
  await git(work, 'push', '--quiet', '--force')
  await bench.store.tidy(repoId)
  expect(await bench.store.reader(repoId).resolve(first)).toBe(first)
  const packs = await readdir(path.join(bench.reposDir, repoId.slice(-2), `${repoId}.git`, 'objects', 'pack'))
  expect(packs.filter((name) => name.endsWith('.pack'))).toHaveLength(2)
  const again = await clone(bench, url)
  expect(await git(again, 'rev-parse', 'HEAD')).toBe(await git(work, 'rev-parse', 'HEAD'))
})

test.each(['../../etc', 'A'.repeat(26), 'a'.repeat(25), ''])('%j is no repository id', async (id) => {
  expect(() => bench.store.reader(id)).toThrow('Not a repository id')
})

test('a tree, a file, a log, a diff and a hash read as they were pushed', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await git(work, 'mv', 'RUBRIC.md', 'docs.md')
  await git(work, 'rm', '--quiet', 'run.sh')
  const content = `${'line\n'.repeat(1_000)}ünïcode\n`
  await commit(work, 'a b.txt', content)
  const sha = await commit(work, 'image.png', Buffer.from([137, 80, 0, 1, 2, 3]))
  await git(work, 'push', '--quiet')
  const reader = bench.store.reader(repoId)
  expect((await reader.tree(sha)).map(({ path: file, mode, type, size }) => [file, mode, type, size])).toEqual([
    ['README.md', '100644', 'blob', 7],
    ['a b.txt', '100644', 'blob', Buffer.byteLength(content)],
    ['docs.md', '100644', 'blob', 9],
    ['image.png', '100644', 'blob', 6],
    ['src/index.ts', '100644', 'blob', 10],
  ])
  const whole = await reader.file(sha, 'a b.txt', { maxBytes: 100_000 })
  expect(whole).toMatchObject({ size: Buffer.byteLength(content), binary: false, truncated: false })
  expect(whole?.bytes.toString()).toBe(content)
  expect(await reader.file(sha, 'a b.txt', { maxBytes: 10 })).toMatchObject({ truncated: true, bytes: Buffer.from(content.slice(0, 10)) })
  expect(await reader.file(sha, 'image.png', { maxBytes: 10 })).toMatchObject({ binary: true })
  for (const absent of ['nothing', 'src', '../README.md', './README.md', 'a\nb', ':0', '']) {
    expect(await reader.file(sha, absent, { maxBytes: 10 })).toBeNull()
  }
  expect(await reader.changes(bench.starter.commit, sha)).toEqual([
    { path: 'a b.txt', status: 'added', additions: 1001, deletions: 0 },
    { path: 'docs.md', oldPath: 'RUBRIC.md', status: 'renamed', additions: 0, deletions: 0 },
    { path: 'image.png', status: 'added', additions: null, deletions: null },
    { path: 'run.sh', status: 'deleted', additions: 0, deletions: 1 },
  ])
  const withoutCounts = (await reader.changes(bench.starter.commit, sha)).map(({ additions: _, deletions: __, ...file }) => file)
  expect(await reader.touched(bench.starter.commit, sha)).toEqual(withoutCounts)
  const { bytes, truncated } = await reader.diff(bench.starter.commit, sha, { maxBytes: 100_000 })
  const patch = bytes.toString()
  expect(patch).toContain('+ünïcode')
  expect(truncated).toBe(false)
  expect(await reader.diff(bench.starter.commit, sha, { maxBytes: 50 })).toMatchObject({ truncated: true })
  const log = await reader.log(sha, { limit: 10, since: bench.starter.commit })
  expect(log.map(({ subject }) => subject)).toEqual(['Change image.png', 'Change a b.txt'])
  expect(log[0]).toMatchObject({ sha, authorName: 'Ada', authorEmail: 'ada@example.org', parents: [log[1]?.sha], body: '' })
  expect(await reader.log(sha, { limit: 1 })).toHaveLength(1)
  expect(await reader.isAncestor(bench.starter.commit, sha)).toBe(true)
  expect(await reader.isAncestor(sha, bench.starter.commit)).toBe(false)
})

test('the content hash is what anyone can compute with git and sha256sum', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const files = { 'a.txt': 'a', 'empty.txt': '', 'b/ä ö.txt': 'line\n', 'b/same.txt': 'line\n', 'big.bin': 'x'.repeat(300_000) }
  mkdirSync(path.join(work, 'b'))
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(work, name), text)
  await git(work, 'add', '-A')
  await git(work, 'commit', '-qm', 'More files')
  await git(work, 'push', '-q', 'origin', 'main')
  const commit = (await git(work, 'rev-parse', 'HEAD')).trim()
  const lines = (await git(work, '-c', 'core.quotePath=false', 'ls-tree', '-r', 'HEAD')).split('\n').map((line) => {
    const [, mode = '', file = ''] = /^(\d+) \w+ \w+\t(.*)$/.exec(line) ?? []
    return Buffer.from(`${mode} ${createHash('sha256').update(readFileSync(path.join(work, file))).digest('hex')}\t${file}\0`)
  })
  expect(await bench.store.reader(repoId).contentHash(commit)).toEqual({
    treeSha: (await git(work, 'rev-parse', 'HEAD^{tree}')).trim(),
    sha256: createHash('sha256').update(Buffer.concat(lines.sort(Buffer.compare))).digest('hex'),
  })
})
