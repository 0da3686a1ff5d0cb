import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { PASSWORD } from '#test/support/app.ts'
import { Client } from '#test/support/client.ts'
import { type Newcomer, type Running, arrive, descendantsOf, isRoot, processesOf } from './newcomer.ts'
import { freePort } from '#test/support/free-port.ts'

// One clone serves all of these, in this order: installing and building it takes most of the time.
let newcomer: Newcomer
const started: Running[] = []
beforeAll(() => {
  newcomer = arrive()
}, 120_000)
afterEach(async () => {
  for (const one of started.splice(0)) await stop(one, 'SIGKILL')
  for (const left of processesOf(newcomer.place('')).filter((p) => p.command.includes('postgres'))) signal(left.pid, 'SIGQUIT')
})
// Thousands of files, on a disk that may be busy.
afterAll(() => newcomer.remove(), 300_000)

const LINK = /(http\S+#t=\S+)/

async function start(name: string, env: Record<string, string> = {}) {
  const port = String(await freePort())
  const running = newcomer.npm(['start'], { PORT: port, DATA_DIR: newcomer.place(name), ...env })
  started.push(running)
  return running
}

async function serving(name: string, env: Record<string, string> = {}) {
  const running = await start(name, env)
  const url = await addressOf(running)
  return { running, url, link: LINK.exec(running.printed())?.[1] ?? null }
}

/** Once everything is printed, its link too. */
async function addressOf(running: Running): Promise<string> {
  await running.says(/Stop with Ctrl-C/, 240)
  return (await running.says(/Handiwork serves on (\S+)/))[1] ?? ''
}

/** Sends a signal as a terminal does, to all, or as a supervisor does, to the one it started. */
async function stop(running: Running, name: NodeJS.Signals, to: 'group' | 'alone' = 'group') {
  if (running.child.exitCode !== null || running.child.signalCode !== null || !running.child.pid) return
  signal(to === 'group' ? -running.child.pid : running.child.pid, name)
  await expect.poll(() => running.child.exitCode ?? running.child.signalCode, { timeout: 15_000 }).not.toBeNull()
}

function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name)
  } catch {
    // It ended by itself meanwhile.
  }
}

async function nothingLeft(name: string) {
  await expect.poll(() => processesOf(newcomer.place(name)).map((p) => p.command), { timeout: 10_000 }).toEqual([])
}

function serverOf(running: Running): number {
  const server = descendantsOf(running.child.pid ?? 0).find((p) => p.command.endsWith('scripts/start.mjs') && p.command.startsWith(process.execPath.split('/').at(-1) ?? 'node'))
  return server?.pid ?? expect.fail(`No server among ${JSON.stringify(descendantsOf(running.child.pid ?? 0))}`)
}

test.each(['SIGINT', 'SIGKILL'] as const)('%s while it installs leaves nothing running, and nothing in the way of the next start', async (name) => {
  const running = await start('data')
  await running.says(/Installing dependencies/)
  await stop(running, name)
  await expect.poll(() => processesOf(newcomer.clone).map((p) => p.command), { timeout: 10_000 }).toEqual([])
}, 60_000)

test('npm start on a fresh clone with an empty home installs, builds, serves, and prints a one-time link; a second on its data is refused', async () => {
  const { running, url, link } = await serving('data')
  expect(running.printed()).toMatch(/Installing dependencies…[^]*Building[^]*Handiwork serves/)
  expect((await fetch(link ?? '')).status).toBe(200)
  expect((await fetch(`${url}/`)).status).toBe(200)

  const second = await start('data')
  expect(await second.ended).not.toBe(0)
  expect(second.printed()).toContain('Another Handiwork is already running on this data directory')
  expect((await fetch(`${url}/`)).status).toBe(200)

  await stop(running, 'SIGTERM')
  await nothingLeft('data')
}, 300_000)

// A terminal sends a signal to all of a command's processes, a supervisor to the one that it has started.
test.each([
  ['SIGINT', 'group'],
  ['SIGTERM', 'group'],
  ['SIGTERM', 'alone'],
] as const)('a start on what is there neither installs nor builds, and %s to the process %s ends it cleanly', async (name, to) => {
  const { running, url } = await serving('data')
  expect(running.printed()).not.toMatch(/Installing|Building/)
  await stop(running, name, to)
  await expect.poll(() => running.printed()).toMatch(/Stopping…$/m)
  await nothingLeft('data')
  await expect(fetch(url)).rejects.toThrow()
  expect(running.printed()).not.toMatch(/error/i)
}, 60_000)

test('without npm it ends with 0 when a supervisor stops it', async () => {
  const running = newcomer.node(['scripts/start.mjs'], { PORT: String(await freePort()), DATA_DIR: newcomer.place('data') })
  started.push(running)
  await addressOf(running)
  await stop(running, 'SIGTERM', 'alone')
  expect(running.child.exitCode).toBe(0)
  await nothingLeft('data')
}, 60_000)

test.each(['the server', 'the server and its database'])('after kill -9 of %s, the next start has what was acknowledged', async (what) => {
  const data = what.replaceAll(' ', '-')
  const first = await serving(data)
  const body = { token: first.link?.split('#t=')[1] ?? '', name: 'Olivia', email: 'olivia@acme.test', password: PASSWORD, organization_name: 'Acme' }
  await new Client(first.url).call(operations.completeSetup, { body })
  const database = processesOf(newcomer.place(data)).filter((p) => /postgres/.test(p.command))
  expect(database.length).toBeGreaterThan(0)
  process.kill(serverOf(first.running), 'SIGKILL')
  if (what.includes('database')) for (const p of database) signal(p.pid, 'SIGKILL')
  await first.running.ended

  const next = await serving(data)
  expect(next.link).toBeNull()
  await new Client(next.url).call(operations.signIn, { body: { email: body.email, password: PASSWORD } })
  await stop(next.running, 'SIGTERM')
  await nothingLeft(data)
}, 90_000)

test('with DATABASE_URL it uses that PostgreSQL and starts none of its own', async () => {
  const lender = await serving('lender')
  const socket = readFileSync(path.join(newcomer.place('lender'), 'postgres/postmaster.pid'), 'utf8').split('\n')[4] ?? ''
  const admin = new pg.Client({ host: socket, user: 'postgres', database: 'postgres' })
  await admin.connect()
  await admin.query('create database borrowed')
  await admin.end()
  const { running, link } = await serving('borrower', { DATABASE_URL: `postgres://postgres@/borrowed?host=${encodeURIComponent(socket)}` })
  expect(link).not.toBe(lender.link)
  expect(existsSync(path.join(newcomer.place('borrower'), 'postgres'))).toBe(false)
  await stop(running, 'SIGTERM')
  expect((await fetch(`${lender.url}/`)).status).toBe(200)
}, 60_000)

// That root installs and builds as well is seen where `npm test` itself is run by root.
test.runIf(isRoot)('root is served, too', async () => {
  const running = newcomer.npmAsRoot(['start'], { PORT: String(await freePort()), DATA_DIR: newcomer.place('of-root') })
  started.push(running)
  expect((await fetch(`${await addressOf(running)}/`)).status).toBe(200)
  await stop(running, 'SIGTERM')
  await nothingLeft('of-root')
}, 60_000)

test('npm test sets itself up in such a clone, too', async () => {
  const running = newcomer.npm(['test', '--', 'src/server/lib/hash.test.ts'])
  expect(await running.ended).toBe(0)
  expect(running.printed()).toMatch(/^\d+ passed, 0 failed$/m)
}, 120_000)
