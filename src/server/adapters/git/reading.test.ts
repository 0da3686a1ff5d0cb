import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAnswerable } from './grep.ts'
import { repoPath } from './layout.ts'
import type { RepoReader, TreeEntry } from './port.ts'
import { createReadCache } from './read-cache.ts'
import { clone, commit, git, openBench, type TestBench } from './test-kit.ts'

/** Everything a tree can say about how it wants to be read. */
const ATTRIBUTES = `*.ts -diff export-ignore linguist-generated filter=lfs ident diff=custom
secret.txt export-subst binary
`
const FILES: Record<string, string> = {
  '.gitattributes': ATTRIBUTES,
  '.mailmap': 'Linus Torvalds <torvalds@example.org> <ada@example.org>\n',
  '.gitignore': '*.log\n',
  'src/hidden.ts': 'export const hidden = 1 // $Id$\nexport const other = 2\n',
  'secret.txt': 'made by $Format:%an$\n',
}

let bench: TestBench
let reader: RepoReader
let sha: string
let repoId: string
beforeAll(async () => {
  bench = await openBench()
  const made = await bench.newRepo()
  repoId = made.repoId
  const work = await clone(bench, made.url)
  await mkdir(path.join(work, 'src'), { recursive: true })
  for (const [name, text] of Object.entries(FILES)) await writeFile(path.join(work, name), text)
  await symlink('../../etc/passwd', path.join(work, 'leak'))
  await writeFile(path.join(work, 'run.sh'), '#!/bin/sh\necho hi\n')
  sha = await commit(work, 'pixel.bin', Buffer.from([0, 1, 2, 255]))
  await git(work, 'push', '--quiet')
  reader = bench.store.reader(repoId)
  await plantReplacements()
})
afterAll(() => bench.close())

/** What no push can bring here, in case it ever came. */
async function plantReplacements() {
  const bare = repoPath(bench.reposDir, repoId)
  const lie = await git(bare, '--git-dir=.', 'commit-tree', '-m', 'A lie', bench.starter.tree)
  await git(bare, '--git-dir=.', 'update-ref', `refs/replace/${sha}`, lie)
  await writeFile(path.join(bare, 'info', 'grafts'), `${sha}\n`)
}

async function zipped(entries: readonly TreeEntry[]): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for await (const { entry, bytes } of reader.contents(entries)) files[entry.path] = bytes.toString()
  return files
}

test('whatever the tree says of itself, every file is listed, read and taken away as it is', async () => {
  const tree = await reader.tree(sha)
  expect(tree.map((e) => e.path)).toEqual(expect.arrayContaining([...Object.keys(FILES), 'leak', 'pixel.bin', 'README.md']))
  const all = await zipped(tree)
  for (const [name, text] of Object.entries(FILES)) {
    expect((await reader.file(sha, name, { maxBytes: 1_000 }))?.bytes.toString(), name).toBe(text)
    expect(all[name], name).toBe(text)
  }
  expect(all['leak']).toBe('../../etc/passwd')
})

test('whatever the tree says of itself, the diff shows everything, for all files and for one', async () => {
  const whole = (await reader.diff(bench.starter.commit, sha, { maxBytes: 100_000 })).bytes.toString()
  expect(whole).toContain('+export const hidden = 1 // $Id$')
  expect(whole).toContain('+made by $Format:%an$')
  const one = (await reader.diff(bench.starter.commit, sha, { maxBytes: 100_000, paths: ['src/hidden.ts'] })).bytes.toString()
  expect(one).toContain('+export const other = 2')
  expect(one).not.toContain('made by')
  expect((await reader.changes(bench.starter.commit, sha)).find((c) => c.path === 'src/hidden.ts')).toMatchObject({ additions: 2 })
})

test('a replaced commit is read as it was pushed', async () => {
  expect((await reader.log(sha, { limit: 1 }))[0]).toMatchObject({ subject: 'Change pixel.bin', authorName: 'Ada' })
  expect((await reader.log(sha, { limit: 9 })).length).toBe(2)
})

test('blame says with which commit each line came', async () => {
  expect((await reader.blame(sha, 'src/hidden.ts'))?.runs).toEqual([{ sha, fromLine: 1, lines: 2 }])
  expect((await reader.blame(sha, 'README.md'))?.runs).toEqual([{ sha: bench.starter.commit, fromLine: 1, lines: 1 }])
  expect(await reader.blame(sha, 'nowhere')).toBeNull()
  expect(await reader.blame(sha, '--output=x')).toBeNull()
})

test('search finds text, also where attributes would hide it, with its place', async () => {
  const ask = { regex: false, ignoreCase: false, mostHits: 10 }
  const found = await reader.search(sha, { ...ask, text: 'hidden' })
  expect(found?.hits.map((h) => [h.path, h.line, h.column, h.bytes.toString()])).toEqual([['src/hidden.ts', 1, 14, 'export const hidden = 1 // $Id$']])
  expect((await reader.search(sha, { ...ask, text: 'h.dd[a-z]+', regex: true }))?.hits.length).toBe(1)
  expect((await reader.search(sha, { ...ask, text: 'h.dd[a-z]+' }))?.hits).toEqual([])
  expect((await reader.search(sha, { ...ask, text: 'HIDDEN', ignoreCase: true }))?.hits.length).toBe(1)
  expect((await reader.search(sha, { ...ask, text: '--open-files-in-pager=touch' }))?.hits).toEqual([])
  expect((await reader.search(sha, { ...ask, text: 'o', mostHits: 2 }))?.truncated).toBe(true)
})

test('a pattern that cannot be answered is refused, and one that runs long is cut', async () => {
  const ask = { regex: true, ignoreCase: false, mostHits: 10 }
  expect(await reader.search(sha, { ...ask, text: '(' })).toBeNull()
  for (const text of ['(a*)*\\1', 'a{999}', 'x{1,9}{1,9}{1,9}', 'a\nb', '', 'x'.repeat(201)]) expect(isAnswerable({ text, regex: true }), text).toBe(false)
  expect(isAnswerable({ text: '\\1', regex: false })).toBe(true)
  expect(await reader.search(sha, { ...ask, text: '(x+x+)+y|(a|aa)+$|((a{1,99}){1,99})' })).toBeDefined()
})

test('white space is left out of a diff when asked', async () => {
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  const before = await commit(work, 'a.ts', 'if (x) {\ny()\n}\n')
  const after = await commit(work, 'a.ts', 'if (x) {\n  y()\n}\n')
  await git(work, 'push', '--quiet')
  const other = bench.store.reader(/r\d{25}/.exec(url)?.[0] ?? '')
  expect((await other.diff(before, after, { maxBytes: 10_000 })).bytes.toString()).toContain('+  y()')
  expect((await other.diff(before, after, { maxBytes: 10_000, ignoreWhitespace: true })).bytes.length).toBe(0)
})

test('an answer is kept for its own repository alone, and never more than fits', async () => {
  const cache = createReadCache({ maxBytes: 4_000 })
  const asked: string[] = []
  const fake = (name: string, size = 10): RepoReader => ({
    ...reader,
    tree: async (of) => {
      asked.push(`${name} ${of}`)
      return [{ path: 'x'.repeat(size), mode: '100644', type: 'blob', sha: of, size: 1 }]
    },
  })
  const [ada, ben] = [cache.over('ada', fake('ada')), cache.over('ben', fake('ben'))]
  await Promise.all([ada.tree('c1'), ada.tree('c1'), ben.tree('c1')])
  await ada.tree('c1')
  expect(asked).toEqual(['ada c1', 'ben c1'])
  cache.forget('ada')
  await ada.tree('c1')
  await ben.tree('c1')
  expect(asked.slice(2)).toEqual(['ada c1'])
  const big = cache.over('big', fake('big', 300))
  for (const n of Array.from({ length: 20 }, (_, i) => i)) await big.tree(`c${n}`)
  expect(cache.size()).toBeLessThanOrEqual(4_000)
  const huge = cache.over('huge', fake('huge', 3_000))
  await huge.tree('c')
  await huge.tree('c')
  expect(asked.filter((a) => a.startsWith('huge')).length).toBe(2)
})

test('what failed once is asked again', async () => {
  let calls = 0
  const flaky = createReadCache({ maxBytes: 1_000 }).over('r', { ...reader, tree: async () => (calls++ === 0 ? Promise.reject(new Error('no')) : []) })
  await expect(flaky.tree('c')).rejects.toThrow('no')
  expect(await flaky.tree('c')).toEqual([])
})
