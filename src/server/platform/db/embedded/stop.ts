import { setTimeout as sleep } from 'node:timers/promises'
import { findBinaries } from './binaries.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { isOwned } from './ownership.ts'
import { type Connection, readPostmaster, servesStill } from './postmaster.ts'
import { run } from './run-as.ts'
import { removeSocketFolder } from './socket-folder.ts'

/** For a fast shutdown, which ends sessions and writes a checkpoint; then for an immediate one. */
const FAST = 10_000
const IMMEDIATE = 10_000

/**
 * Stops the server of the folder and resolves when it is gone. Leaves it running for another program that owns it or
 * waits to: during a quick restart the successor adopts the server before its predecessor has ended.
 */
export async function stopPostgres(dataDir: string, connection: Connection): Promise<void> {
  const server = await readPostmaster(dataDir)
  if (!server || !(await servesStill(server.pid, dataDir)) || (await isWanted(connection))) return
  await signal(dataDir, server.pid, 'SIGINT')
  if (!(await goneWithin(FAST, server.pid, dataDir))) await signal(dataDir, server.pid, 'SIGQUIT')
  if (!(await goneWithin(IMMEDIATE, server.pid, dataDir))) throw new EmbeddedPostgresError(`PostgreSQL (process ${server.pid}) on ${dataDir} would not stop. End that process yourself; no data will be lost.`)
  await removeSocketFolder(server)
}

/** A killed owner's session is seen for a moment longer than it lives, so one look is not enough. */
async function isWanted(connection: Connection): Promise<boolean> {
  for (let looks = 0; looks < 5; looks++) {
    if (!(await isOwned(connection))) return false
    await sleep(100)
  }
  return true
}

async function signal(dataDir: string, pid: number, name: 'SIGINT' | 'SIGQUIT') {
  if (process.platform === 'win32') return signalOnWindows(dataDir, name)
  try {
    process.kill(pid, name)
  } catch (error) {
    // Gone already is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) on ${dataDir} belongs to another user, who must stop it.`, { cause: error })
  }
}

/** Node can only kill there; pg_ctl knows the pipe by which PostgreSQL takes signals. */
async function signalOnWindows(dataDir: string, name: 'SIGINT' | 'SIGQUIT') {
  const { file } = await findBinaries(dataDir, { kind: 'self' })
  await run({ kind: 'self' }, file('pg_ctl'), ['stop', '-W', '-D', dataDir, '-m', name === 'SIGINT' ? 'fast' : 'immediate'])
}

async function goneWithin(limit: number, pid: number, dataDir: string): Promise<boolean> {
  const until = performance.now() + limit
  while (await servesStill(pid, dataDir)) {
    if (performance.now() > until) return false
    await sleep(20)
  }
  return true
}
