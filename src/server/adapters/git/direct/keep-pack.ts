/** Putting a pack into a repository: whole and synced aside, then renamed into place, its index last. */
import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Understood } from './understand.ts'

export interface PackAside {
  keep(): Promise<void>
  drop(): Promise<void>
}

/** The name is one that the sweep knows, should we be killed here. */
export async function writeAside(repo: string, { pack, idx, packName }: Understood): Promise<PackAside> {
  const aside = path.join(repo, 'objects', `tmp_objdir-direct-${crypto.randomUUID()}`)
  const place = path.join(repo, 'objects', 'pack', packName)
  const drop = async () => void (await Promise.all(['.pack', '.idx'].map((end) => rm(`${aside}${end}`, { force: true }))))
  try {
    await Promise.all([writeWhole(`${aside}.pack`, pack), writeWhole(`${aside}.idx`, idx)])
  } catch (error) {
    await drop()
    throw error
  }
  return {
    drop,
    // Git looks for indexes: a pack without one is not there yet.
    async keep() {
      await rename(`${aside}.pack`, `${place}.pack`)
      await rename(`${aside}.idx`, `${place}.idx`)
    },
  }
}

async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o444)
  try {
    await handle.writeFile(bytes)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}
