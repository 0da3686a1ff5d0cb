import type { ChildProcess } from 'node:child_process'
import { closeSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '#server/platform/alive.ts'
import type { Cluster } from './cluster.ts'
import { EmbeddedPostgresError } from './errors.ts'
import type { LogFile } from './log-file.ts'
import { findAnswering, isSamePlace, type Postmaster, readPostmaster, servesStill } from './postmaster.ts'
import { giveTo, spawnAs } from './run-as.ts'
import { makeSocketFolder, removeSocketFolder } from './socket-folder.ts'

const WINDOWS = process.platform === 'win32'
/** For another program's server to answer or to end, and for a killed one's memory to be given back. */
const PATIENCE = 30_000
/** For our own server: after an abrupt end it first repeats its write-ahead log. */
const RECOVERY = 10 * 60_000
/** Reasons to end that pass with time: another server starts or ends on this folder, or its children still do. */
const PASSING = /lock file .* already exists|pre-existing shared memory block/

type Answering = NonNullable<Awaited<ReturnType<typeof findAnswering>>>
type Log = (line: string) => void

/**
 * Launches a server on the folder and waits until it answers. Where another start was faster, that one's server is found.
 * @throws EmbeddedPostgresError with what PostgreSQL said
 */
export async function launch(c: Cluster, file: LogFile, log: Log): Promise<Answering & { adopted: boolean }> {
  const until = performance.now() + PATIENCE
  for (;;) {
    const { answering, dead } = await waitForOther(c.dataDir, until)
    if (answering) return { ...answering, adopted: true }
    const position = file.size()
    const child = await spawnServer(c, file, dead)
    const found = await settled(c.dataDir, child, log)
    if (found) return { ...found, adopted: found.pid !== child.pid && !WINDOWS }
    requirePassing(c.dataDir, file, position, until)
    await sleep(100)
  }
}

/** Waits until another program's server answers or there is none, but perhaps the lock file of a dead one. */
async function waitForOther(dataDir: string, until: number): Promise<{ answering: Answering | null; dead: Postmaster | null }> {
  for (;;) {
    const answering = await findAnswering(dataDir)
    if (answering) return { answering, dead: null }
    const named = await readPostmaster(dataDir)
    if (!named || !(await servesStill(named.pid, dataDir))) return { answering: null, dead: named }
    if (performance.now() > until) throw new EmbeddedPostgresError(`PostgreSQL (process ${named.pid}) already runs on ${dataDir} and does not answer. Stop that process and start again.`)
    await sleep(50)
  }
}

/** `log` leaves out what a statement got wrong, which is ours to log: its detail may name a candidate. */
const DEFAULTS = { max_connections: '100', log_min_messages: 'log', log_checkpoints: 'off' }

async function spawnServer(c: Cluster, file: LogFile, dead: Postmaster | null): Promise<ChildProcess> {
  const socketDir = WINDOWS ? '' : await makeSocketFolder(c.dataDir, c.as)
  const place = WINDOWS ? await listenLocally() : { listen_addresses: '', unix_socket_directories: socketDir, unix_socket_permissions: '0700' }
  const output = file.open()
  // So that its owner can start it too, after root has.
  await giveTo(c.as, file.path)
  const child = spawnWith(c, { ...place, ...DEFAULTS, ...c.settings }, output, file.path, dead && isAlive(dead.pid) ? dead.pid : null)
  closeSync(output)
  child.once('exit', () => void removeSocketFolder({ socketDir }))
  // A copied data folder names the socket of the original's server, which lives.
  if (dead && isSamePlace(dead.dataDir, c.dataDir)) await removeSocketFolder(dead)
  return child
}

function spawnWith(c: Cluster, settings: Record<string, string>, output: number, logPath: string, reusedPid: number | null): ChildProcess {
  const options = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  // Only pg_ctl gives up an administrator's rights, with which PostgreSQL refuses to run on Windows.
  const [program, args] = WINDOWS ? ['pg_ctl', ['start', '-W', '-D', c.dataDir, '-l', logPath, '-o', options.map((o) => `"${o}"`).join(' ')]] : ['postgres', ['-D', c.dataDir, ...options]]
  // A process that got the dead server's number, as after a container's restart, makes PostgreSQL refuse for good. It
  // doesn't mind its grandparent's number, so we say it is that; it takes over the lock file itself, which can't race.
  const env = reusedPid === null ? {} : { PG_GRANDPARENT_PID: String(reusedPid) }
  // Detached: Ctrl-C in the terminal reaches us alone, and we stop PostgreSQL when our own work is done.
  const child = spawnAs(c.as, c.binaries.file(program), args, { stdio: ['ignore', output, output], detached: true, env })
  // Told by having no pid.
  child.on('error', () => {})
  child.unref()
  return child
}

/** @returns the server that answers, ours or another's; null when ours ended */
async function settled(dataDir: string, child: ChildProcess, log: Log): Promise<Answering | null> {
  const started = performance.now()
  for (let told = started; ; ) {
    const found = await findAnswering(dataDir)
    if (found) return found
    if (hasFailed(child)) return null
    if (performance.now() > started + RECOVERY) throw new EmbeddedPostgresError(`PostgreSQL has been starting on ${dataDir} for ten minutes. Look at ${dataDir}.log; it goes on, so you may also wait and start Handiwork again.`)
    if (performance.now() > told + 10_000) {
      told = performance.now()
      log('PostgreSQL is still starting; after an abrupt end it first repeats its log…')
    }
    await sleep(10)
  }
}

function hasFailed(child: ChildProcess): boolean {
  if (child.pid === undefined || child.signalCode !== null) return true
  // On Windows the child is pg_ctl, which ends well and leaves the server running.
  return child.exitCode !== null && !(WINDOWS && child.exitCode === 0)
}

function requirePassing(dataDir: string, file: LogFile, position: number, until: number) {
  const said = file.since(position)
  if (PASSING.test(said) && performance.now() < until) return
  const reason = /FATAL: +(.*(?:\n[^\n]*(?:DETAIL|HINT): .*)*)/.exec(said)?.[1] ?? (said.trim().split('\n').at(-1) || 'it said nothing')
  throw new EmbeddedPostgresError(`PostgreSQL did not start on ${dataDir}: ${reason} (its log: ${file.path})`)
}

async function listenLocally(): Promise<Record<string, string>> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return { listen_addresses: '127.0.0.1', port: String(typeof address === 'object' && address ? address.port : 5432) }
}
