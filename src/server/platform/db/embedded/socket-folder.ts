import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Postmaster } from './postmaster.ts'
import { giveTo, type RunAs } from './run-as.ts'

const PREFIX = 'handiwork-'
/** Socket paths end at 103 bytes on macOS and 107 on Linux, of which `/.s.PGSQL.5432` takes 14. */
const LONGEST = 88

/**
 * A new folder for the server's socket that nobody else can enter. New at each launch, so that no other user can have
 * prepared it and no dead server's files are in the way; who adopts the server reads the place in `postmaster.pid`.
 */
export async function makeSocketFolder(dataDir: string, as: RunAs): Promise<string> {
  const name = `${PREFIX}${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}-`
  const usual = path.join(os.tmpdir(), name)
  // mkdtemp makes it 0700, whatever the umask.
  const made = await mkdtemp(usual.length + 6 <= LONGEST ? usual : path.join('/tmp', name))
  await giveTo(as, made)
  return made
}

/** Removes the folder of a server that is gone, when it is one of those made above. */
export async function removeSocketFolder(server: Pick<Postmaster, 'socketDir'> | null): Promise<void> {
  if (server && path.basename(server.socketDir).startsWith(PREFIX)) await rm(server.socketDir, { recursive: true, force: true }).catch(() => {})
}
