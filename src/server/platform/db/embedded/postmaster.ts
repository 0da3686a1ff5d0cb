import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { isAlive } from '#server/platform/alive.ts'

export interface Connection {
  host: string
  port: number
  user: string
  database: string
  password?: string
}

/** A server as `postmaster.pid` in its data folder tells of it. */
export interface Postmaster {
  pid: number
  dataDir: string
  port: number
  socketDir: string
  isReady: boolean
}

/** Where the superuser's password is kept on Windows, where there is no socket with permissions. */
export const passwordFile = (dataDir: string) => `${dataDir}.password`

export async function readPostmaster(dataDir: string): Promise<Postmaster | null> {
  const text = await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')
  // https://www.postgresql.org/docs/18/storage-file-layout.html lists the lines.
  const [pid, itsDir, , port, socketDir, , , status] = text.split('\n').map((line) => line.trim())
  if (!(Number(pid) > 0) || !itsDir) return null
  return { pid: Number(pid), dataDir: path.resolve(itsDir), port: Number(port), socketDir: socketDir ?? '', isReady: status === 'ready' }
}

/** The server of this data folder, when it takes queries now. One that a copied folder names by mistake is none. */
export async function findAnswering(dataDir: string): Promise<(Postmaster & { connection: Connection }) | null> {
  const found = await readPostmaster(dataDir)
  if (!found?.isReady || !isSamePlace(found.dataDir, dataDir)) return null
  const connection = connectionTo(found)
  return (await answers(connection)) ? { ...found, connection } : null
}

/** Windows forgets about case. */
export function isSamePlace(a: string, b: string): boolean {
  return process.platform === 'win32' ? path.resolve(a).toLowerCase() === path.resolve(b).toLowerCase() : path.resolve(a) === path.resolve(b)
}

/** Whether that process is the server of this data folder, and not one that got a dead server's number. */
export async function servesStill(pid: number, dataDir: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  const command = await commandLine(pid)
  if (command === null) return true
  if (command.includes(' -D ')) return command.includes(`postgres -D ${dataDir} `)
  // Started by hand in another way: rather believe it than start a second one.
  return /^(.*\/)?postgres /.test(command)
}

function connectionTo(server: Postmaster): Connection {
  const who = { port: server.port, user: 'postgres', database: 'postgres' }
  if (process.platform !== 'win32') return { host: server.socketDir, ...who }
  return { host: '127.0.0.1', ...who, password: readFileSync(passwordFile(server.dataDir), 'utf8') }
}

async function answers(connection: Connection): Promise<boolean> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch (error) {
    // too_many_connections: it lives, and is busy.
    return (error as { code?: string }).code === '53300'
  } finally {
    await client.end().catch(() => {})
  }
}

/** Program and arguments, each followed by a space; empty for a zombie; null where the system doesn't say. */
async function commandLine(pid: number): Promise<string | null> {
  if (process.platform === 'win32') return null
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').then((text) => text.replaceAll('\0', ' '), () => '')
  const said = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => null)
  return said && `${said.stdout.trim()} `
}
