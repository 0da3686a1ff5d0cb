import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EmbeddedPostgresError } from './errors.ts'
import { takeOwnership } from './ownership.ts'
import { readPostmaster, servesStill } from './postmaster.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts'

const here = path.dirname(new URL(import.meta.url).pathname)
let folder: string
let dataDir: string
let cleanUps: (() => unknown)[]

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'handiwork embedded-'))
  dataDir = path.join(folder, 'postgres')
  cleanUps = []
})

afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp()
  rmSync(folder, { recursive: true, force: true })
})

async function start(settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off', ...settings } })
  cleanUps.push(() => server.stop())
  return server
}

async function query(server: Pick<EmbeddedPostgres, 'connection'>, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(server.connection)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

/** A program of its own that starts the server, owns it and writes rows; it says the number of each once acknowledged. */
function program(fsync = 'off'): { child: ChildProcess; lines: AsyncIterator<string>; died: Promise<void> } {
  const code = `
    import pg from 'pg'
    import { startEmbeddedPostgres } from ${JSON.stringify(path.join(here, 'start.ts'))}
    import { takeOwnership } from ${JSON.stringify(path.join(here, 'ownership.ts'))}
    const { connection } = await startEmbeddedPostgres({ dataDir: process.env.TRY_DIR, settings: { fsync: '${fsync}' } })
    await takeOwnership(connection, process.env.TRY_DIR)
    const client = new pg.Client(connection)
    await client.connect()
    await client.query('create table if not exists line (id int primary key)')
    for (let id = 1; ; id++) {
      await client.query('insert into line values ($1)', [id])
      console.log(id)
    }`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TRY_DIR: dataDir } })
  cleanUps.push(() => child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { child, lines, died: new Promise((resolve) => child.once('exit', () => resolve())) }
}

/** Kills a program that has written some rows. @returns the last row that was acknowledged to it */
async function killWhileWriting(fsync?: string): Promise<number> {
  const writer = program(fsync)
  let last = 0
  while (last < 50) last = Number((await writer.lines.next()).value)
  writer.child.kill('SIGKILL')
  await writer.died
  // What it said before it died and nobody has read.
  for (let line = await writer.lines.next(); !line.done; line = await writer.lines.next()) last = Number(line.value)
  return last
}

describe('a start', () => {
  it('makes the data folder and answers, on a socket and on no TCP port', async () => {
    const server = await start()
    expect(server.adopted).toBe(false)
    expect(await query(server, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
    expect(await query(server, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
    expect(readdirSync(folder).filter((name) => name.includes('init'))).toEqual([])
  })

  it('finds what was written before on a folder that exists', async () => {
    const first = await start()
    await query(first, 'create table kept as select 42 as answer')
    await first.stop()
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second, 'select * from kept')).toEqual([{ answer: 42 }])
  })

  it('adopts the server of a program that was killed, with every row it was promised', async () => {
    const last = await killWhileWriting('on')
    const server = await start()
    expect(server.adopted).toBe(true)
    const [row] = await query(server, 'select max(id) as last, count(*)::int as count from line')
    expect(row!['last']).toBeGreaterThanOrEqual(last)
    expect(row!['count']).toBe(row!['last'])
    await server.stop()
    expect(await servesStill(server.pid, dataDir)).toBe(false)
  })

  it('recovers when the server was killed together with its program', async () => {
    const last = await killWhileWriting('on')
    const { pid } = (await readPostmaster(dataDir))!
    process.kill(pid, 'SIGKILL')
    const server = await start()
    expect(server.adopted).toBe(false)
    expect(server.pid).not.toBe(pid)
    const [row] = await query(server, 'select max(id) as last from line')
    expect(row!['last']).toBeGreaterThanOrEqual(last)
  })

  it('and another at the same instant on a new folder both end up with the same server', async () => {
    const both = await Promise.all([start(), start()])
    await query(both[0], 'create table shared as select 1 as one')
    expect(await query(both[1], 'select * from shared')).toEqual([{ one: 1 }])
    expect(both.map((server) => server.adopted).sort()).toEqual([false, true])
    expect(both[0].pid).toBe(both[1].pid)
  })

  it('does not take a process that got the dead server’s number for the server', async () => {
    const first = await start()
    await query(first, 'create table kept as select 42 as answer')
    const lockFile = await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8')
    await first.stop()
    const bystander = spawn('sleep', ['600'])
    cleanUps.push(() => bystander.kill())
    writeFileSync(path.join(dataDir, 'postmaster.pid'), lockFile.replace(/^\d+/, String(bystander.pid)), { mode: 0o600 })
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second, 'select * from kept')).toEqual([{ answer: 42 }])
    expect(bystander.exitCode).toBeNull()
  })

  it('does not adopt the original’s server from a copied folder', async () => {
    const original = await start()
    const lockFile = await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8')
    const originalDir = dataDir
    dataDir = path.join(folder, 'copy')
    await (await start()).stop()
    writeFileSync(path.join(dataDir, 'postmaster.pid'), lockFile, { mode: 0o600 })
    const copy = await start()
    expect(copy.pid).not.toBe(original.pid)
    await copy.stop()
    expect(await query(original, 'show data_directory')).toEqual([{ data_directory: originalDir }])
  })

  it('removes what a start that was killed during initdb left behind', async () => {
    const gone = spawn('true')
    await new Promise((resolve) => gone.once('exit', resolve))
    const abandoned = `${dataDir}.init-${gone.pid}-0a0a0a0a`
    writeFileSync(abandoned, '')
    await start()
    expect(existsSync(abandoned)).toBe(false)
  })

  it('says what PostgreSQL said when it does not start', async () => {
    const failing = start({ shared_buffers: 'plenty' })
    await expect(failing).rejects.toThrow(EmbeddedPostgresError)
    await expect(failing).rejects.toThrow(/invalid value for parameter "shared_buffers": "plenty"/)
  })

  it('refuses a folder of another major version', async () => {
    await (await start()).stop()
    writeFileSync(path.join(dataDir, 'PG_VERSION'), '15\n')
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 15, and this Handiwork brings 18/)
  })

  it('refuses a folder that holds something else, and leaves it alone', async () => {
    dataDir = folder
    writeFileSync(path.join(folder, 'letter.txt'), 'dear')
    await expect(start()).rejects.toThrow(/is not empty/)
    expect(await readFile(path.join(folder, 'letter.txt'), 'utf8')).toBe('dear')
    for (const left of readdirSync(path.dirname(folder)).filter((name) => name.startsWith(`${path.basename(folder)}.`))) rmSync(path.join(path.dirname(folder), left))
  })
})

describe('a stop', () => {
  it('ends the process and removes its socket', async () => {
    const server = await start()
    await server.stop()
    expect(await servesStill(server.pid, dataDir)).toBe(false)
    expect(existsSync(server.connection.host)).toBe(false)
    await server.stop()
  })

  it('ends sessions that are still open', async () => {
    const server = await start()
    const client = new pg.Client(server.connection)
    client.on('error', () => {})
    await client.connect()
    await client.query('begin')
    await server.stop()
    await expect(client.query('select 1')).rejects.toThrow()
  })

  it('leaves the server to a successor that took ownership meanwhile', async () => {
    const predecessor = await start()
    const owner = await takeOwnership(predecessor.connection, dataDir)
    const successor = await start()
    const next = takeOwnership(successor.connection, dataDir)
    await sleep(200)
    await owner.release()
    await predecessor.stop()
    expect(await query(successor, 'select 1 as one')).toEqual([{ one: 1 }])
    await (await next).release()
    await successor.stop()
    expect(await servesStill(successor.pid, dataDir)).toBe(false)
  })
})

describe('ownership', () => {
  it('is refused to a second program', async () => {
    const { connection } = await start()
    const owner = await takeOwnership(connection, dataDir)
    await expect(takeOwnership(connection, dataDir)).rejects.toThrow(`Another Handiwork is already running on this data directory (${dataDir}). Stop it first, or set DATA_DIR to another place.`)
    await owner.release()
    await (await takeOwnership(connection, dataDir)).release()
  })

  it('passes to the next when its owner is killed', async () => {
    await killWhileWriting()
    const { connection } = await start()
    await (await takeOwnership(connection, dataDir)).release()
  })

  it('tells its owner when the server is gone, and not when it was released', async () => {
    const server = await start()
    let released = 0
    await (await takeOwnership(server.connection, dataDir, () => released++)).release()
    let tell = () => {}
    const lost = new Promise<void>((resolve) => (tell = resolve))
    await takeOwnership(server.connection, dataDir, tell)
    process.kill(server.pid, 'SIGQUIT')
    await lost
    expect(released).toBe(0)
  })

  it('is no longer lost when it was never had', async () => {
    let lost = 0
    await expect(takeOwnership({ host: folder, port: 5432, user: 'postgres' }, dataDir, () => lost++)).rejects.toThrow(/ENOENT/)
    expect(lost).toBe(0)
  })
})
