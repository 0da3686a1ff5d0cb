import { symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tally } from '#test/support/tally.ts'
import { type ClientResult, client, clone, commit, git, openBench, type TestBench } from './test-kit.ts'

let bench: TestBench
const { ways: tried } = tally('hostile-pushes')
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test.each([
  ['.git', 'contains \'.git\''],
  ['.GIT', 'contains \'.git\''],
  ['git~1', 'contains \'.git\''],
  ['..', 'contains \'..\''],
])('a tree with an entry named %s is refused by git itself', async (name, words) => {
  const pushed = await pushTree(async (work) => {
    const tree = await treeOf(work, [`100644 blob ${await blob(work, 'x')}\tinside`])
    return treeOf(work, [`040000 tree ${tree}\t${name}`])
  })
  expect(pushed.output).toContain(words)
  expect(pushed.output).toContain('[remote rejected]')
})

test('a submodule is refused, and the words say how to put it right', async () => {
  const pushed = await pushTree((work) => treeOf(work, [`160000 commit ${bench.starter.commit}\tvendor`]))
  expect(pushed.output).toContain('remote: vendor is a submodule')
  expect(pushed.output).toContain('"git rm --cached vendor"')
})

test('a terminal command in a name is refused and not echoed', async () => {
  const pushed = await pushTree(async (work) => treeOf(work, [`100644 blob ${await blob(work, 'x')}\t\u001b[31mred`]))
  expect(pushed.output).toContain('has a control character in its name')
  expect(pushed.output).not.toContain('\u001b[31mred')
})

test('paths that are too long or too deep are refused', async () => {
  tried(2)
  const long = await pushTree(async (work) => treeOf(work, [`100644 blob ${await blob(work, 'x')}\t${'n'.repeat(300)}`]))
  expect(long.output).toContain('is a path of more than 255 bytes')
  const deep = await pushTree((work) => nested(work, 40))
  expect(deep.output).toContain('is more than 32 folders deep')
})

test('a tree of a thousand million files is refused quickly', async () => {
  const began = performance.now()
  const pushed = await pushTree(async (work) => {
    const file = await blob(work, 'x')
    let tree = await treeOf(work, names(10).map((name) => `100644 blob ${file}\t${name}`))
    for (let n = 0; n < 8; n++) tree = await treeOf(work, names(10).map((name) => `040000 tree ${tree}\t${name}`))
    return tree
  })
  expect(pushed.output).toContain('There are more than 20,000 files in it.')
  expect(performance.now() - began).toBeLessThan(4_000)
})

test('a small pack that unpacks to a large file is refused by the name of the file', async () => {
  tried(2)
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'zeros.bin', Buffer.alloc(30 * 1024 * 1024))
  expect((await client(work, ['push'])).output).toContain('remote: zeros.bin is 30 MB; one file may have 20 MB.')
  await git(work, 'rm', '--quiet', 'zeros.bin')
  await git(work, 'commit', '--quiet', '-m', 'Take it out, but not out of the history')
  expect((await client(work, ['push'])).output).toContain('remote: A file in one of the commits is 30 MB')
})

test('a tag that points at no commit is refused', async () => {
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  await git(work, 'tag', 'thing', await blob(work, 'not a commit'))
  expect((await client(work, ['push', 'origin', 'thing'])).output).toContain('refs/tags/thing does not point at a commit.')
})

test('a symlink is taken and shown as the text of its target', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await symlink('/etc/passwd', path.join(work, 'leak'))
  const sha = await commit(work, 'a.txt', 'a\n')
  expect((await client(work, ['push'])).code).toBe(0)
  const reader = bench.store.reader(repoId)
  expect((await reader.file(sha, 'leak', { maxBytes: 1000 }))?.bytes.toString()).toBe('/etc/passwd')
  expect((await reader.tree(sha)).find((entry) => entry.path === 'leak')).toMatchObject({ type: 'symlink', mode: '120000' })
})

test('attributes and mailmaps in the tree hide and rename nothing', async () => {
  tried(2)
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await writeFile(path.join(work, '.gitattributes'), '*.ts -diff export-ignore ident linguist-generated\n')
  await writeFile(path.join(work, '.mailmap'), 'Linus Torvalds <torvalds@example.org> <ada@example.org>\n')
  const sha = await commit(work, 'src/index.ts', 'export const hidden = 1 // $Id$\n')
  await git(work, 'push', '--quiet')
  const reader = bench.store.reader(repoId)
  const patch = (await reader.diff(bench.starter.commit, sha, { maxBytes: 100_000 })).bytes.toString()
  expect(patch).toContain('+export const hidden = 1 // $Id$')
  expect((await reader.log(sha, { limit: 1 }))[0]?.authorName).toBe('Ada')
  expect((await reader.changes(bench.starter.commit, sha)).find(({ path: file }) => file === 'src/index.ts')).toMatchObject({ additions: 1 })
})

test('a hook or a configuration in the tree of a bare repository is never run', async () => {
  tried(2)
  const pushed = await pushTree(async (work) => {
    const hook = await blob(work, '#!/bin/sh\ntouch /tmp/never\n')
    const hooks = await treeOf(work, [`100755 blob ${hook}\tpost-receive`])
    return treeOf(work, [`100644 blob ${await blob(work, '[core]\n\tbare = true\n')}\tconfig`, `040000 tree ${hooks}\thooks`])
  })
  expect(pushed.code).toBe(0)
})

test('a branch name that looks like an option is only a name', async () => {
  const { url, repoId } = await bench.newRepo()
  const work = await clone(bench, url)
  const pushed = await client(work, ['push', 'origin', 'HEAD:refs/heads/x;touch$IFS-pwned'])
  expect(pushed.code).toBe(0)
  expect(await bench.store.reader(repoId).resolve('--output=/tmp/x')).toBeNull()
  expect(await bench.store.reader(repoId).resolve('x;touch$IFS-pwned')).toBe(bench.starter.commit)
})

/** Commits a tree made by hand, which no work tree could hold, and pushes it with a client that does not look. */
async function pushTree(build: (work: string) => Promise<string>): Promise<ClientResult> {
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  for (const key of ['core.protectHFS', 'core.protectNTFS']) await git(work, 'config', key, 'false')
  const sha = await git(work, 'commit-tree', '-m', 'By hand', '-p', 'HEAD', await build(work))
  return client(work, ['push', 'origin', `${sha}:refs/heads/main`])
}

async function treeOf(work: string, lines: string[]): Promise<string> {
  const made = await client(work, ['mktree', '-z', '--missing'], { input: lines.map((line) => `${line}\0`).join('') })
  return made.stdout.trim()
}

async function blob(work: string, content: string): Promise<string> {
  return (await client(work, ['hash-object', '-w', '--stdin'], { input: content })).stdout.trim()
}

async function nested(work: string, depth: number): Promise<string> {
  let tree = await treeOf(work, [`100644 blob ${await blob(work, 'x')}\tfile`])
  for (let n = 0; n < depth; n++) tree = await treeOf(work, [`040000 tree ${tree}\td`])
  return tree
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `n${n}`)
}
