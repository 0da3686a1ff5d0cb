import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isAlive } from '#server/platform/alive.ts'
import type { Binaries } from './binaries.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { passwordFile } from './postmaster.ts'
import { giveTo, run, type RunAs, whyOtherUser } from './run-as.ts'

export interface Cluster {
  dataDir: string
  as: RunAs
  binaries: Binaries
  settings: Record<string, string>
}

/**
 * Makes the data folder when there is none. It appears whole or not at all: initdb works beside it, then comes a rename.
 * @throws EmbeddedPostgresError when it can't be made, or belongs to another version or user
 */
export async function ensureCluster(c: Cluster): Promise<void> {
  if (!isMade(c.dataDir)) {
    await removeAbandoned(c.dataDir)
    await make(c)
  }
  await requireVersion(c)
  await giveTo(c.as, c.dataDir)
}

function isMade(dataDir: string): boolean {
  return existsSync(path.join(dataDir, 'PG_VERSION'))
}

async function make(c: Cluster) {
  const temporary = `${c.dataDir}.init-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await mkdir(temporary, { mode: 0o700 })
    await giveTo(c.as, temporary)
    const made = await run(c.as, c.binaries.file('initdb'), ['-D', temporary, ...(await initOptions(c))])
    if (made.code !== 0) throw notMade(c, made.output)
    await moveIntoPlace(temporary, c.dataDir)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function initOptions(c: Cluster): Promise<string[]> {
  // The builtin locale never changes its sort order under an index, as a system's libc may.
  const always = ['-U', 'postgres', '-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', ...(c.settings['fsync'] === 'off' ? ['--no-sync'] : [])]
  if (process.platform !== 'win32') return [...always, '--auth-local=trust', '--auth-host=reject']
  const file = passwordFile(c.dataDir)
  // `wx`: of two first starts the first one's password holds for both.
  await writeFile(file, randomBytes(24).toString('hex'), { flag: 'wx', mode: 0o600 }).catch(() => {})
  return [...always, '--auth=scram-sha-256', `--pwfile=${file}`]
}

async function moveIntoPlace(temporary: string, dataDir: string) {
  try {
    await rename(temporary, dataDir)
    await sync(path.dirname(dataDir))
  } catch (error) {
    // Another start was faster; its cluster is as good.
    if (!isMade(dataDir)) throw new EmbeddedPostgresError(`${dataDir} is not empty, or a mount of its own, and holds no PostgreSQL data. Empty it, or set DATA_DIR to another place.`, { cause: error })
  }
}

/** Makes a rename outlast a power cut, where folders can be synced (not on Windows). */
async function sync(folder: string) {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

/** Removes what starts that were killed during initdb left behind. */
async function removeAbandoned(dataDir: string) {
  const prefix = `${path.basename(dataDir)}.init-`
  for (const name of await readdir(path.dirname(dataDir))) {
    if (!name.startsWith(prefix)) continue
    const maker = Number.parseInt(name.slice(prefix.length))
    if (maker !== process.pid && !isAlive(maker)) await rm(path.join(path.dirname(dataDir), name), { recursive: true, force: true })
  }
}

async function requireVersion(c: Cluster) {
  const found = await readFile(path.join(c.dataDir, 'PG_VERSION'), 'utf8').catch((error: Error) => {
    throw new EmbeddedPostgresError(`${c.dataDir} can't be read (${error.message}). Start Handiwork as the user who made it.`, { cause: error })
  })
  if (found.trim() === c.binaries.major) return
  throw new EmbeddedPostgresError(`${c.dataDir} was made by PostgreSQL ${found.trim()}, and this Handiwork brings ${c.binaries.major}. Start the version of Handiwork that made it, back up, and restore with this one.`)
}

function notMade(c: Cluster, output: string) {
  const lines = output.split('\n')
  const telling = lines.filter((line) => /error|fatal|could not|hint/i.test(line))
  const nameless = /effective user ID/.test(output) ? ' Run Handiwork as a user that /etc/passwd names.' : ''
  return new EmbeddedPostgresError(`PostgreSQL could not make its data folder ${c.dataDir}: ${(telling.length > 0 ? telling : lines.slice(-3)).join(' ')}.${nameless}${whyOtherUser(c.as, c.dataDir)}`)
}
