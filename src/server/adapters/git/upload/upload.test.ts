import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ZipEntry, zipOf } from '#test/support/zip.ts'
import type { UploadOutcome } from '../port.ts'
import { client, clone, commit, git, openBench, STARTER_FILES, type TestBench } from '../test-kit.ts'

let bench: TestBench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())
afterEach(async () => {
  bench.keeper.deadline = Number.POSITIVE_INFINITY
  expect(await readdir(path.join(bench.reposDir, '.scratch'))).toEqual([])
})

function upload(repoId: string, bytes: Buffer | string, o: { contentType?: string; name?: string } = {}): Promise<UploadOutcome> {
  return bench.door.upload({
    repoId,
    body: Readable.from([Buffer.from(bytes)]),
    contentType: o.contentType ?? 'application/octet-stream',
    author: { name: o.name ?? 'Ada Lovelace', email: 'ada@example.org' },
    message: 'Uploaded on Mon, 23 Nov 2026, 17:59:12 UTC',
    at: new Date('2026-11-23T17:59:12Z'),
    ip: '192.0.2.1',
    age: () => 0,
  })
}

const main = async (repoId: string) => bench.store.reader(repoId).resolve('main')
const PROJECT: ZipEntry[] = STARTER_FILES.map((f) => ({ name: f.path, content: f.content }))

async function refusedZip(entries: ZipEntry[]): Promise<string> {
  const { repoId } = await bench.newRepo()
  const outcome = await upload(repoId, zipOf(entries))
  expect(await main(repoId)).toBe(bench.starter.commit)
  expect(bench.keeper.pushes.at(-1)).toMatchObject({ repoId, state: 'abandoned' })
  if (outcome.accepted) throw new Error('It was accepted')
  return outcome.lines.join(' ')
}

test('a zip becomes a commit on main that a later git pull brings, logged as a push', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const outcome = await upload(repoId, zipOf([...PROJECT.slice(1), { name: 'README.md', content: '# Mine\n' }, { name: 'a dir/"new" ü.txt', content: 'new' }]))
  expect(outcome).toMatchObject({ accepted: true, upload: { added: 1, modified: 1, removed: 0, leftOut: [] } })
  await git(work, 'pull', '--quiet')
  expect(await readFile(path.join(work, 'a dir/"new" ü.txt'), 'utf8')).toBe('new')
  expect(await git(work, 'log', '-1', '--format=%an <%ae> %s %aI')).toBe('Ada Lovelace <ada@example.org> Uploaded on Mon, 23 Nov 2026, 17:59:12 UTC 2026-11-23T17:59:12+00:00')
  const sha = await git(work, 'rev-parse', 'HEAD')
  const [push] = bench.keeper.pushes.filter((p) => p.repoId === repoId)
  expect(push).toMatchObject({ state: 'applied', updates: [{ ref: 'refs/heads/main', oldSha: bench.starter.commit, newSha: sha }] })
  expect(await bench.store.reader(repoId).resolve(`refs/handiwork/pushes/${push?.pushId}`)).toBe(sha)
  expect(outcome.lines.join()).toContain(`Received ${sha.slice(0, 12)}`)
  expect(await git(work, 'fsck', '--full')).toBe('')
})

test('a folder around everything is taken off; .git, node_modules and litter are left out, and named', async () => {
  const { repoId } = await bench.newRepo()
  const around = PROJECT.map((e) => ({ ...e, name: `take-home/${e.name}` }))
  const litter = ['.git/config', 'node_modules/x/index.js', 'web/node_modules/y.js', '.DS_Store'].map((name) => ({ name: `take-home/${name}`, content: 'x' }))
  const outcome = await upload(repoId, zipOf([...around, ...litter, { name: '__MACOSX/take-home/._x', content: 'x' }, { name: 'take-home/new.txt', content: 'x' }]))
  expect(outcome).toMatchObject({ accepted: true, upload: { added: 1, modified: 0, removed: 0, leftOut: ['.git', 'node_modules', 'web/node_modules', '.DS_Store', '__MACOSX'] } })
  const tree = await bench.store.reader(repoId).tree((await main(repoId)) ?? '')
  expect(tree.map((e) => e.path)).toEqual(['README.md', 'RUBRIC.md', 'new.txt', 'run.sh', 'src/index.ts'])
})

test('what could be run can still be run after a zip from Windows, and a zip from Unix says so itself', async () => {
  const { repoId } = await bench.newRepo()
  const windows = PROJECT.map((e) => ({ ...e, name: e.name.replaceAll('/', '\\') }))
  await upload(repoId, zipOf([...windows, { name: 'b.sh', content: 'b' }]))
  const modes = async () => Object.fromEntries((await bench.store.reader(repoId).tree((await main(repoId)) ?? '')).map((e) => [e.path, e.mode]))
  expect(await modes()).toMatchObject({ 'run.sh': '100755', 'b.sh': '100644', 'src/index.ts': '100644' })
  await upload(repoId, zipOf([...PROJECT.map((e) => ({ ...e, mode: 0o100644 })), { name: 'b.sh', content: 'b', mode: 0o100755 }]))
  expect(await modes()).toMatchObject({ 'run.sh': '100644', 'b.sh': '100755' })
})

test.each<[string, ZipEntry[], RegExp]>([
  ['leads out of itself', [...PROJECT, { name: '../evil', content: 'x' }], /names a place outside of itself: ..\/evil/],
  ['leads out of itself by a backslash', [...PROJECT, { name: '..\\evil', content: 'x' }], /outside of itself/],
  ['has an absolute name', [...PROJECT, { name: '/etc/passwd', content: 'x' }], /outside of itself: \/etc\/passwd/],
  ['names a drive', [...PROJECT, { name: 'C:\\x', content: 'x' }], /outside of itself/],
  ['holds a symbolic link', [...PROJECT, { name: 'leak', content: '/etc/passwd', mode: 0o120777 }], /leak is a symbolic link/],
  ['holds a device', [...PROJECT, { name: 'null', content: '', mode: 0o020666 }], /neither a file nor a folder/],
  ['is encrypted', [...PROJECT, { name: 's.txt', content: 'x', encrypted: true }], /locked with a password/],
  ['is packed in an unknown way', [...PROJECT, { name: 's.txt', content: 'x', method: 14 }], /a way we can't read/],
  ['holds a name twice', [...PROJECT, { name: 'README.md', content: 'x' }], /README.md is in the zip twice/],
  ['holds a name twice after all', [...PROJECT, { name: './src//index.ts', content: 'x' }], /src\/index.ts is in the zip twice/],
  ['has a file where a folder is', [...PROJECT, { name: 'src', content: 'x' }], /both a file and a folder/],
  ['declares too large a file', [...PROJECT, { name: 'big', content: 'x', declaredSize: 1e9 }], /one file may have 20 MB/],
  ['unpacks to more than it declares', [...PROJECT, { name: 'bomb', content: Buffer.alloc(30e6), declaredSize: 10 }], /could not be read: .*bytes/],
  ['unpacks to less than it declares', [...PROJECT, { name: 'bomb', content: 'abc', declaredSize: 1000 }], /could not be read: .*bytes/],
  ['unpacks to too much', Array.from({ length: 11 }, (_, n) => ({ name: `${n}.bin`, content: Buffer.alloc(10e6) })), /one upload may bring 100 MB/],
  ['has a terminal command for a name', [...PROJECT, { name: 'a\x1b[2Jb', content: 'x' }], /control character/],
  ['holds what git itself refuses', [...PROJECT, { name: 'git~1/config', content: 'x' }], /git|not accepted/i],
  ['is empty', [], /no files/],
  ['changes nothing', PROJECT, /exactly what we have already/],
])('a zip that %s is refused in words, and nothing changes', async (_name, entries, words) => {
  expect(await refusedZip(entries)).toMatch(words)
})

test('a damaged zip, another kind of file, an empty file and a broken form are refused in words', async () => {
  const { repoId } = await bench.newRepo()
  const whole = zipOf(PROJECT)
  const form = 'multipart/form-data; boundary=xx'
  const tries: [Buffer | string, string | undefined, RegExp][] = [
    [whole.subarray(0, whole.length - 30), undefined, /could not be read/],
    [Buffer.from('\x1f\x8b\x08\0\0\0tar'), undefined, /neither a zip nor a patch/],
    ['', undefined, /empty/],
    ['--xx\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--xx--\r\n', form, /none was chosen/],
    ['--xx\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc', form, /did not arrive whole/],
    [Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('diff', 'utf16le')]), undefined, /UTF-16/],
    ['hello', undefined, /No valid patches/],
  ]
  for (const [bytes, contentType, words] of tries) {
    const outcome = await upload(repoId, bytes, { contentType })
    expect(outcome.accepted).toBe(false)
    expect(outcome.lines.join(' ')).toMatch(words)
  }
  expect(await main(repoId)).toBe(bench.starter.commit)
})

test('the file of a form is taken out of it', async () => {
  const { repoId } = await bench.newRepo()
  const head = '--b-1\r\nContent-Disposition: form-data; name="file"; filename="x.zip"\r\nContent-Type: application/zip\r\n\r\n'
  const body = Buffer.concat([Buffer.from(head), zipOf([...PROJECT, { name: 'new', content: '\r\n--b-2\r\n' }]), Buffer.from('\r\n--b-1--\r\n')])
  expect(await upload(repoId, body, { contentType: 'multipart/form-data; boundary=b-1' })).toMatchObject({ accepted: true, upload: { added: 1 } })
})

test('git diff, git format-patch with two commits, and a binary patch become one commit each', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await writeFile(path.join(work, 'README.md'), '# Changed\n')
  expect(await upload(repoId, `${await git(work, 'diff')}\n`)).toMatchObject({ accepted: true, upload: { modified: 1 } })
  await git(work, 'checkout', '--quiet', '.')
  await git(work, 'pull', '--quiet')
  await commit(work, 'a.txt', 'one\n')
  await commit(work, 'a.txt', 'one\ntwo\n')
  expect(await upload(repoId, `${await git(work, 'format-patch', '--stdout', 'origin/main')}\n`)).toMatchObject({ accepted: true, upload: { added: 1, modified: 0 } })
  await git(work, 'fetch', '--quiet')
  await git(work, 'reset', '--quiet', '--hard', 'origin/main')
  await commit(work, 'b.bin', Buffer.from([0, 1, 2, 3]))
  expect(await upload(repoId, `${await git(work, 'diff', '--binary', 'origin/main')}\n\n`)).toMatchObject({ accepted: true, upload: { added: 1 } })
  expect(await bench.store.reader(repoId).log((await main(repoId)) ?? '', { limit: 9 })).toHaveLength(4)
})

test('a patch that does not apply, leads outside, or brings a submodule is refused with the reason, and nothing changes', async () => {
  const { repoId } = await bench.newRepo()
  const tries: [string, RegExp][] = [
    ['diff --git a/README.md b/README.md\n--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-# Other\n+# Mine\n', /git says: patch failed: README.md:1/],
    ['diff --git a/../../x b/../../x\nnew file mode 100644\n--- /dev/null\n+++ b/../../x\n@@ -0,0 +1 @@\n+x\n', /git says: invalid path/],
    ['diff --git a/.git/config b/.git/config\nnew file mode 100644\n--- /dev/null\n+++ b/.git/config\n@@ -0,0 +1 @@\n+x\n', /git says: invalid path/],
    [`diff --git a/m b/m\nnew file mode 160000\n--- /dev/null\n+++ b/m\n@@ -0,0 +1 @@\n+Subproject commit ${'a'.repeat(40)}\n`, /m is a submodule/],
  ]
  for (const [patch, words] of tries) {
    const outcome = await upload(repoId, patch)
    expect(outcome.accepted).toBe(false)
    expect(outcome.lines.join(' ')).toMatch(words)
  }
  expect(await main(repoId)).toBe(bench.starter.commit)
})

test('after the deadline an upload is refused in the words of a push', async () => {
  const { repoId } = await bench.newRepo()
  bench.keeper.deadline = 0
  expect(await upload(repoId, zipOf([...PROJECT, { name: 'late', content: 'x' }]))).toEqual({ accepted: false, lines: ['TIME IS UP. Nothing was changed.'] })
  expect(await main(repoId)).toBe(bench.starter.commit)
})

test('an upload that breaks off is noted as one, and leaves nothing behind', async () => {
  const { repoId } = await bench.newRepo()
  const broken = async function* () {
    yield zipOf(PROJECT).subarray(0, 100)
    await until(() => bench.keeper.pushes.some((p) => p.repoId === repoId))
    throw new Error('The line was cut')
  }
  const about = { contentType: '', author: { name: 'Ada', email: 'a@example.org' }, message: 'x', at: new Date(0), ip: '', age: () => 0 }
  await expect(bench.door.upload({ repoId, body: Readable.from(broken()), ...about })).rejects.toThrow()
  await until(() => bench.keeper.pushes.some((p) => p.repoId === repoId && p.state === 'abandoned' && /connection ended/.test(p.reason ?? '')))
  expect(await upload(repoId, zipOf([...PROJECT, { name: 'n', content: '' }]))).toMatchObject({ accepted: true })
})

async function until(done: () => boolean): Promise<void> {
  for (let n = 0; n < 200; n++) {
    if (done()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('It never came')
}

test('the door opens to nobody without its key, and not from outside', async () => {
  const { repoId, url } = await bench.newRepo()
  const at = `http://127.0.0.1:${bench.server.port}`
  for (const place of [`/door/upload/${repoId}`, `/door/archive/${repoId}/${bench.starter.commit}/x`]) {
    expect((await fetch(at + place, { headers: { authorization: 'Bearer x' } })).status).toBe(404)
  }
  expect((await client(bench.dir, ['ls-remote', url])).code).toBe(0)
})

test('everything can be fetched as a zip, and sent back as it is', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, '.gitattributes', 'run.sh export-ignore\n')
  await git(work, 'push', '--quiet')
  const zip = await bench.door.archive({ repoId, commit: (await main(repoId)) ?? '', folder: 'take-home' })
  const bytes = Buffer.concat(await zip.toArray())
  expect(await upload(repoId, bytes)).toMatchObject({ accepted: false, lines: [expect.stringContaining('exactly what we have')] })
})

test('a name that git could not write is no reason to fail', async () => {
  const { repoId } = await bench.newRepo()
  expect(await upload(repoId, zipOf([...PROJECT, { name: 'n', content: '' }]), { name: '<>\n' })).toMatchObject({ accepted: true })
})
