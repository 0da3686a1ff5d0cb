import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { FLUSH, pkt } from './pkt-line.ts'
import { client, clone, commit, git, openBench, type TestBench } from './test-kit.ts'

let bench: TestBench
afterEach(() => bench.close())

test('a push of 200 MB is refused in words, and what was submitted stays', { timeout: 30_000 }, async () => {
  bench = await openBench()
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const good = await commit(work, 'answer.txt', '42\n')
  await git(work, 'push', '--quiet')
  await writeIncompressible(work, 200)
  const pushed = await client(work, ['-c', 'core.bigFileThreshold=1m', 'push'])
  expect(pushed.code).toBe(1)
  expect(pushed.output).toMatch(/remote: Your push is larger than 50 MB \(it has 200(\.\d)? MB\)\. Nothing was changed\./)
  expect(pushed.output).toContain('remote: with "git rm -r --cached <path>"')
  expect(pushed.output).toContain('! [remote rejected] main -> main (too large)')
  expect(pushed.output).not.toMatch(/hung up|curl|RPC failed/)
  expect(await bench.store.reader(repoId).resolve('main')).toBe(good)
  expect(bench.keeper.pushes.at(-1)).toMatchObject({ state: 'abandoned', reason: 'too large' })
  expect(await readdir(path.join(bench.dir, 'spool'))).toEqual([])
})

test('a push that takes too long to arrive is read to its end and refused in words', async () => {
  bench = await openBench({ pushMs: 300 })
  const { repoId, token } = await bench.newRepo()
  const answer = await slowPush(repoId, token, 600)
  expect(answer).toContain('Your push took longer than 0.3 seconds to arrive')
  expect(answer).toContain('ng refs/heads/main took too long')
  expect(bench.keeper.pushes.at(-1)?.state).toBe('abandoned')
})

test('a push whose connection breaks is abandoned and leaves no file', async () => {
  bench = await openBench()
  const { repoId, token } = await bench.newRepo()
  const socket = connect(bench.server.port, '127.0.0.1')
  socket.write(`${pushHeaders(repoId, token)}Content-Length: 100000\r\n\r\n`)
  socket.write('00')
  await until(() => bench.keeper.pushes.at(-1)?.state === 'begun')
  socket.destroy()
  await until(() => bench.keeper.pushes.at(-1)?.state === 'abandoned')
  expect(await readdir(path.join(bench.dir, 'spool'))).toEqual([])
})

test('a git that takes too long is ended with everything it started, and the client reads why', async () => {
  bench = await openBench({ receiveWallMs: 700 })
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'a.txt', 'a\n')
  bench.keeper.beforeDecision = () => new Promise((resolve) => setTimeout(resolve, 1_500))
  // A new branch is git's to take.
  const pushed = await client(work, ['push', 'origin', 'HEAD:refs/heads/slow'])
  expect(pushed.output).toContain('remote: Our server took too long over your push and gave up.')
  expect(await bench.store.reader(repoId).resolve('slow')).toBeNull()
  expect(bench.keeper.pushes.at(-1)?.state).toBe('abandoned')
  expect(await gitProcesses()).toEqual([])
  const objects = path.join(bench.reposDir, repoId.slice(-2), `${repoId}.git`, 'objects')
  expect((await readdir(objects)).filter((name) => name.startsWith('tmp_'))).toEqual([])
})

test('a clone whose client leaves ends its git', async () => {
  bench = await openBench({ pushBytes: 100 * 1024 * 1024 })
  const { repoId, token, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await writeIncompressible(work, 15)
  await git(work, 'push', '--quiet')
  const socket = connect(bench.server.port, '127.0.0.1')
  const body = Buffer.concat([pkt(`want ${await git(work, 'rev-parse', 'HEAD')} ofs-delta\n`), FLUSH, pkt('done\n')])
  socket.write(pushHeaders(repoId, token).replaceAll('receive-pack', 'upload-pack'))
  socket.write(`Content-Length: ${body.length}\r\n\r\n`)
  socket.write(body)
  socket.once('data', () => socket.pause())
  await until(async () => (await gitProcesses()).length > 0)
  socket.destroy()
  await until(async () => (await gitProcesses()).length === 0)
})

test('one repository can not fill the disk with pushes that never end', async () => {
  bench = await openBench({ pushesPerRepo: 1 })
  const { repoId, token, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'a.txt', 'a\n')
  const socket = connect(bench.server.port, '127.0.0.1')
  socket.write(`${pushHeaders(repoId, token)}Content-Length: 100000\r\n\r\n00`)
  await until(() => bench.keeper.pushes.length === 1)
  expect((await client(work, ['push'])).output).toContain('remote: Other pushes of yours are still arriving.')
  socket.destroy()
  await until(() => bench.keeper.pushes.at(-1)?.state === 'abandoned')
  expect((await client(work, ['push'])).code).toBe(0)
})

test('a full repository says so', async () => {
  bench = await openBench({ repoBytes: 2_000 })
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'a.bin', randomBytes(3_000))
  expect((await client(work, ['push'])).output).toContain('remote: This repository has reached its limit')
})

test('pushes are not lost when the gatekeeper fails: each failure refuses in words', async () => {
  bench = await openBench()
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'a.txt', 'a\n')
  for (const step of ['firstByte', 'lastByte', 'decide'] as const) {
    const works = bench.keeper[step]
    Object.assign(bench.keeper, { [step]: () => Promise.reject(new Error('the database is away')) })
    const pushed = await client(work, ['push'])
    Object.assign(bench.keeper, { [step]: works })
    expect(pushed.output).toMatch(/remote: Our server could not .*Please push again/)
    expect(await bench.store.reader(repoId).resolve('main')).toBe(bench.starter.commit)
  }
  expect((await client(work, ['push'])).code).toBe(0)
})

test('when the log can not be written after refs have changed, it is written again at the end', async () => {
  bench = await openBench()
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'a.txt', 'a\n')
  const { applied } = bench.keeper
  bench.keeper.applied = async () => {
    bench.keeper.applied = applied
    throw new Error('the database is away')
  }
  expect((await client(work, ['push'])).code).toBe(0)
  await until(() => bench.keeper.pushes.at(-1)?.state === 'applied')
})

test('guessing tokens is slowed down', async () => {
  bench = await openBench({ wrongTokensPerMinute: 3 })
  const { bareUrl, url } = await bench.newRepo()
  for (let n = 0; n < 3; n++) await client(bench.dir, ['ls-remote', bareUrl.replace('//', '//me:guess@')])
  expect((await client(bench.dir, ['ls-remote', url])).output).toContain('Too many wrong tokens')
})

/** Storing instead of compressing: the test is about size. */
async function writeIncompressible(work: string, megabytes: number): Promise<void> {
  const settings = ['-c', 'core.compression=0', '-c', 'core.bigFileThreshold=1m']
  const bytes = randomBytes(5 * 1024 * 1024)
  for (let n = 0; n < megabytes; n += 5) {
    bytes.writeUInt32BE(n)
    await writeFile(path.join(work, `big-${n}.bin`), bytes)
  }
  await git(work, ...settings, 'add', '--all')
  await git(work, ...settings, 'commit', '--quiet', '-m', 'Large')
}

function pushHeaders(repoId: string, token: string): string {
  const auth = Buffer.from(`me:${token}`).toString('base64')
  const type = 'Content-Type: application/x-git-receive-pack-request'
  return `POST /git/${repoId}.git/git-receive-pack HTTP/1.1\r\nHost: x\r\n${type}\r\nAuthorization: Basic ${auth}\r\n`
}

function slowPush(repoId: string, token: string, ms: number): Promise<string> {
  const command = pkt(`${bench.starter.commit} ${'1'.repeat(40)} refs/heads/main\0report-status side-band-64k\n`)
  const body = Buffer.concat([command, FLUSH, Buffer.from('PACK')])
  const socket = connect(bench.server.port, '127.0.0.1')
  socket.write(`${pushHeaders(repoId, token)}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`)
  socket.write(body.subarray(0, -4))
  setTimeout(() => socket.write('PACK'), ms)
  return new Promise((resolve) => {
    let text = ''
    socket.on('data', (chunk) => (text += String(chunk)))
    socket.once('close', () => resolve(text))
  })
}

async function gitProcesses(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args'])
  return stdout.split('\n').filter((line) => line.includes(bench.reposDir) && /git|receive/.test(line))
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 200; n++) {
    if (await done()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('It never came')
}
