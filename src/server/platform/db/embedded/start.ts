import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { EmbeddedPostgresError, usableBinaries } from './binaries.ts'

export interface EmbeddedPostgres {
  /** Connection as the superuser; the host is a folder with a socket only this user can enter. */
  connection: { host: string; port: number; user: string; database: string }
  /** True when a server left over by a killed program was taken over. */
  adopted: boolean
  /** Fast shutdown; resolves when the server is gone. */
  stop(): Promise<void>
}

interface Setup {
  dataDir: string
  socketDir: string
  bin: (name: string) => string
  runAs: 'self' | 'userns' | 'nobody'
  settings: Record<string, string>
}

const NOBODY = 65_534

/**
 * Starts the packaged PostgreSQL on a data folder, or adopts the one already running there. Makes the folder when it is
 * missing. No TCP port is opened. PostgreSQL refuses to run as root: then a user namespace is used, else `nobody`.
 * @throws EmbeddedPostgresError with what PostgreSQL said
 */
export async function startEmbeddedPostgres(o: { dataDir: string; settings?: Record<string, string> }): Promise<EmbeddedPostgres> {
  const s = await setUp(o.dataDir, o.settings ?? {})
  if (await answers(s)) return handle(s, true)
  if (!(await exists(path.join(s.dataDir, 'PG_VERSION')))) await initialize(s)
  const adopted = await launch(s)
  return handle(s, adopted)
}

async function setUp(dataDir: string, settings: Record<string, string>): Promise<Setup> {
  await mkdir(path.dirname(dataDir), { recursive: true })
  const real = path.join(await realpath(path.dirname(dataDir)), path.basename(dataDir))
  const root = process.getuid?.() === 0
  const runAs = !root ? 'self' : spawnSync('unshare', ['-U', 'true']).status === 0 ? 'userns' : 'nobody'
  const native = await usableBinaries(`${real}.bin`, runAs === 'nobody')
  // Socket paths end at about 100 bytes, so the folder's name is a hash.
  const socketDir = path.join(os.tmpdir(), `handiwork-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`)
  await mkdir(socketDir, { recursive: true, mode: 0o700 })
  await owned(socketDir, runAs)
  return { dataDir: real, socketDir, runAs, settings, bin: (name) => path.join(native, 'bin', name) }
}

async function owned(dir: string, runAs: Setup['runAs']) {
  const mine = await stat(dir)
  const uid = runAs === 'nobody' ? NOBODY : (process.getuid?.() ?? mine.uid)
  if (runAs === 'nobody') await chown(dir, NOBODY, NOBODY)
  else if (mine.uid !== uid) throw new EmbeddedPostgresError(`${dir} belongs to another user. Remove it and start again.`)
  await chmod(dir, 0o700)
}

function command(s: Setup, name: string, args: string[]): { file: string; args: string[]; ids: { uid?: number; gid?: number } } {
  if (s.runAs === 'userns') return { file: 'unshare', args: ['-U', s.bin(name), ...args], ids: {} }
  return { file: s.bin(name), args, ids: s.runAs === 'nobody' ? { uid: NOBODY, gid: NOBODY } : {} }
}

/** initdb beside the place, then rename: a crash in between leaves no half cluster. */
async function initialize(s: Setup) {
  const temporary = `${s.dataDir}.init-${process.pid}`
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary, { mode: 0o700 })
  if (s.runAs === 'nobody') await chown(temporary, NOBODY, NOBODY)
  const c = command(s, 'initdb', ['-D', temporary, '-U', 'postgres', '--auth-local=trust', '--auth-host=reject', '-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'])
  const made = spawnSync(c.file, c.args, { ...c.ids, encoding: 'utf8', env: { PATH: process.env['PATH'] } })
  if (made.status !== 0) throw new EmbeddedPostgresError(`PostgreSQL could not make its data folder ${s.dataDir}: ${made.error?.message ?? made.stderr}`)
  await rename(temporary, s.dataDir).catch(async (error: NodeJS.ErrnoException) => {
    await rm(temporary, { recursive: true, force: true })
    // Another start was faster; its cluster is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
}

/** @returns true when somebody else's server answered instead of ours */
async function launch(s: Setup): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const child = spawnServer(s)
    if (await ready(s, child)) return child.exitCode !== null
    // A killed predecessor's memory or lock file takes a moment to go away.
    if (attempt === 6) throw new EmbeddedPostgresError(`PostgreSQL did not start on ${s.dataDir}. Its log: ${s.dataDir}.log`)
    await sleep(300 * attempt)
  }
}

function spawnServer(s: Setup): ChildProcess {
  const log = openSync(`${s.dataDir}.log`, 'w')
  const settings = { listen_addresses: '', unix_socket_permissions: '0700', max_connections: '100', log_min_messages: 'warning', ...s.settings }
  const c = command(s, 'postgres', ['-D', s.dataDir, '-k', s.socketDir, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])])
  // Detached: Ctrl-C in the terminal reaches us alone, and we stop PostgreSQL when our own work is done.
  const child = spawn(c.file, c.args, { ...c.ids, stdio: ['ignore', log, log], detached: true, env: { PATH: process.env['PATH'] } })
  closeSync(log)
  child.unref()
  child.on('error', () => {})
  return child
}

async function ready(s: Setup, child: ChildProcess): Promise<boolean> {
  for (let i = 0; i < 3000; i++) {
    if (await answers(s)) return true
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return answers(s)
    await sleep(10)
  }
  return false
}

function connectionOf(s: Setup) {
  return { host: s.socketDir, port: 5432, user: 'postgres', database: 'postgres' }
}

async function answers(s: Setup): Promise<boolean> {
  if (!(await exists(path.join(s.socketDir, '.s.PGSQL.5432')))) return false
  const client = new pg.Client(connectionOf(s))
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

function handle(s: Setup, adopted: boolean): EmbeddedPostgres {
  return { connection: connectionOf(s), adopted, stop: () => stop(s) }
}

async function stop(s: Setup) {
  const pid = await postmasterPid(s)
  if (pid === null) return
  signal(pid, 'SIGINT')
  for (let i = 0; i < 200 && alive(pid); i++) {
    if (i === 150) signal(pid, 'SIGQUIT')
    await sleep(50)
  }
}

async function postmasterPid(s: Setup): Promise<number | null> {
  const text = await readFile(path.join(s.dataDir, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  return Number.isInteger(pid) && pid > 0 ? pid : null
}

function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name)
  } catch {
    // Gone already, which is what was wanted.
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(() => true, () => false)
}
