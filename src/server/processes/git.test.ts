import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { createGatekeeper, reconcilePushes } from '#server/features/assignments/index.ts'
import { openContext } from '#server/open-context.ts'
import { readConfig } from '#server/platform/config.ts'
import { cloneDatabase, type TestDatabase } from '#test/support/database.ts'
import { type GitProcess, startGitProcess } from './git.ts'

let stopAll: (() => Promise<void>) | undefined
afterEach(() => stopAll?.())

async function start(left: readonly string[] = []) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-git-process-'))
  mkdirSync(path.join(dir, 'run'))
  for (const name of left) writeFileSync(path.join(dir, 'run', name), '')
  const db: TestDatabase = await cloneDatabase()
  const config = readConfig({ DATA_DIR: dir, LOG_LEVEL: 'silent' })
  const { ctx, door, close } = await openContext(config, { connection: db.connection, poolSize: 2 })
  const git: GitProcess = await startGitProcess({ config, log: ctx.log, door, gatekeeper: createGatekeeper(ctx), reconcile: () => reconcilePushes(ctx) })
  const web = createServer((req, res) => git.proxy(req, res, false))
  web.on('checkContinue', (req, res) => git.proxy(req, res, true))
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  const address = web.address()
  const port = typeof address === 'object' && address ? address.port : 0
  stopAll = async () => {
    web.close()
    await git.stop()
    await close()
    await db.drop()
    rmSync(dir, { recursive: true, force: true })
  }
  const ask = () => fetch(`http://127.0.0.1:${port}/git/${'a'.repeat(26)}.git/info/refs?service=git-upload-pack`).then((r) => r.status)
  return { git, ask, db, port, sockets: () => readdirSync(path.join(dir, 'run')) }
}

it('passes requests to the gateway, which asks who it is', async () => {
  const { ask } = await start()
  expect(await ask()).toBe(401)
}, 60_000)

it('asks who it is before a client that waits sends its body', async () => {
  const { port } = await start()
  let asked = false
  const status = await new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-git-receive-pack-request', expect: '100-continue' }
    const req = request({ port, method: 'POST', path: `/git/${'a'.repeat(26)}.git/git-receive-pack`, headers })
    req.on('continue', () => (asked = true))
    req.on('response', (res) => resolve(res.statusCode))
    req.on('error', reject)
    req.flushHeaders()
  })
  expect([status, asked]).toEqual([401, false])
}, 60_000)

it('starts the gateway again when it dies, and says meanwhile that it is away', async () => {
  const { git, ask } = await start()
  process.kill(git.pid()!, 'SIGKILL')
  while ((await ask().catch(() => 0)) !== 503) await pause(5)
  for (let tries = 0; tries < 200 && (await ask().catch(() => 0)) !== 401; tries++) await pause(100)
  expect(await ask()).toBe(401)
}, 60_000)

it('takes the sockets of those away that are gone, and leaves those that live with whom it shares the data', async () => {
  const { ask, sockets } = await start(['git-1-1.sock', 'git-99999999-1.sock', `git-${process.pid}-1.sock`, 'notes'])
  expect(await ask()).toBe(401)
  expect(sockets().toSorted()).toEqual(['git-1-1.sock', `git-${process.pid}-1.sock`, 'notes'])
}, 60_000)

it('ends the gateway when it is told to stop', async () => {
  const { git } = await start()
  const pid = git.pid()!
  await git.stop()
  expect(() => process.kill(pid, 0)).toThrow()
}, 60_000)
