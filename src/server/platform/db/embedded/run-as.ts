import { spawn, type SpawnOptions } from 'node:child_process'
import { lchown, lstat, readdir, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import path from 'node:path'

/**
 * PostgreSQL refuses to run as root. `namespace`: ourselves in an empty user namespace, where PostgreSQL sees an
 * ordinary user while its files stay root's. `user`: another user, for containers that forbid namespaces.
 */
export type RunAs = { kind: 'self' } | { kind: 'namespace' } | { kind: 'user'; uid: number; gid: number }

export interface Outcome {
  code: number | null
  output: string
}

const NOBODY = 65_534

/** Whom to run as. Data that already belongs to an ordinary user stays with that user, also when root starts it. */
export async function chooseRunAs(dataDir: string): Promise<RunAs> {
  const isRoot = process.getuid?.() === 0
  if (!isRoot && hasName()) return { kind: 'self' }
  const made = await stat(path.join(dataDir, 'PG_VERSION')).catch(() => null)
  if (isRoot && made && made.uid !== 0) return { kind: 'user', uid: made.uid, gid: made.gid }
  const probe = await run({ kind: 'namespace' }, 'true', [])
  if (probe.code === 0) return (isRoot && (await ownerOfClosedFolder(dataDir))) || { kind: 'namespace' }
  return isRoot ? { kind: 'user', uid: NOBODY, gid: NOBODY } : { kind: 'self' }
}

/**
 * In a namespace root is root no more, and a folder that somebody keeps to themselves (a home, for one) is closed to it:
 * then PostgreSQL runs as them. Null when nothing is in the way.
 */
async function ownerOfClosedFolder(dataDir: string): Promise<RunAs | null> {
  for (let place = path.resolve(dataDir); place !== path.dirname(place); place = path.dirname(place)) {
    const found = await stat(place).catch(() => null)
    if (!found || found.uid === 0) continue
    const reach = await run({ kind: 'namespace' }, 'test', ['-x', place])
    if (reach.code !== 0) return { kind: 'user', uid: found.uid, gid: found.gid }
  }
  return null
}

/** A container may run us as a bare number, for which initdb finds no user; in a namespace it sees `nobody` instead. */
function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** Why that user may have no way to the place, to follow a message; empty when it is ourselves. */
export function whyOtherUser(as: RunAs, place: string): string {
  return as.kind === 'user' ? ` It ran as user ${as.uid}, since PostgreSQL refuses to run as root: run Handiwork as an ordinary user, or place DATA_DIR where that user can reach it (now ${path.dirname(place)}).` : ''
}

/** A spawn as that user, without the caller's settings for PostgreSQL (PGDATA, PGPORT and so on). */
export function spawnAs(as: RunAs, file: string, args: string[], options: SpawnOptions) {
  const ids = as.kind === 'user' ? { uid: as.uid, gid: as.gid } : {}
  const [program, rest] = as.kind === 'namespace' ? ['unshare', ['-U', file, ...args]] : [file, args]
  // The working folder may be closed to that user; PostgreSQL wants one it can read.
  return spawn(program, rest, { cwd: path.parse(file).root || '/', windowsHide: true, ...ids, ...options, env: { ...environment(), ...options.env } })
}

/** Runs to the end. Never throws: a program that can't be started has `code` null and its reason as output. */
export function run(as: RunAs, file: string, args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawnAs(as, file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: null, output: error.message }))
    child.on('close', (code) => resolve({ code, output: output.trim() }))
  })
}

/** Makes the folder and all in it belong to the user PostgreSQL runs as. Does nothing when that is us. */
export async function giveTo(as: RunAs, place: string): Promise<void> {
  if (as.kind !== 'user') return
  const at = await lstat(place)
  // A folder changes hands after what is in it: one that has changed is complete, and its new owner can't set us traps.
  if (at.uid === as.uid) return
  if (at.isDirectory()) for (const name of await readdir(place)) await giveTo(as, path.join(place, name))
  await lchown(place, as.uid, as.gid)
}

function environment(): NodeJS.ProcessEnv {
  // Windows programs need SystemRoot and more; elsewhere PATH is enough. English, because we read its messages.
  const kept = process.platform === 'win32' ? Object.entries(process.env).filter(([key]) => !key.toUpperCase().startsWith('PG')) : [['PATH', process.env['PATH']]]
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}
