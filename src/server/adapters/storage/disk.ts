import { open, mkdir, readFile, rename } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { sha256Hex } from '#server/lib/hash.ts'
import type { Storage } from './port.ts'

/** Files under their own hash, in a folder outside everything that is served. */
export function diskStorage(dir: string): Storage {
  const place = (hash: string) => path.join(dir, hash.slice(0, 2), hash)
  return {
    put: async (bytes) => {
      const hash = sha256Hex(bytes)
      await mkdir(path.dirname(place(hash)), { recursive: true, mode: 0o700 })
      const part = `${place(hash)}.${randomUUID()}`
      await writeDurably(part, bytes)
      await rename(part, place(hash))
      await syncFolder(path.dirname(place(hash)))
      return hash
    },
    get: (hash) => {
      if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('Not a file’s hash')
      return readFile(place(hash))
    },
  }
}

/** On the disk before its name is: a row in the database must never name half a file. */
async function writeDurably(file: string, bytes: Uint8Array) {
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The new name is in the folder for good, too. Windows can't open folders, and keeps names by itself. */
async function syncFolder(folder: string) {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
